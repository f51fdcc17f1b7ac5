import HTTPTypes
import Hummingbird
import StrataService

/// What is described and not there yet: answered 501 by its name, never as if it did not exist.
struct NotYetController: Sendable {
  struct Route: Sendable {
    var method: HTTPRequest.Method
    /// Below `/api/v1`.
    var path: String
    /// Begins a sentence that ends with "is not supported yet".
    var what: String
  }

  static let routes: [Route] = {
    func route(_ method: HTTPRequest.Method, _ path: String, _ what: String) -> Route {
      Route(method: method, path: path, what: what)
    }
    return [
      route(.delete, "contacts/{id}", "Erasing a contact"),
      route(.delete, "companies/{id}", "Erasing a company"),
      route(.get, "companies/{id}/events", "Listing a company's events"),
      route(.post, "webhooks/{id}/replay", "Replaying messages"),
    ]
  }()

  func addRoutes(to api: APIRoutes) {
    for route in Self.routes {
      api.read.on(RouterPath(route.path), method: route.method) { _, _ -> Response in
        throw Problem.notSupported(route.what)
      }
    }
  }
}
