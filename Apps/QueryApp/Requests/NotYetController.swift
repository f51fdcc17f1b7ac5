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
      route(.get, "segments/{id}/members/{contact}", "Explaining a membership"),
      route(.get, "segments/{id}/history", "The history of a count"),
      route(.get, "segments/{id}/revisions", "Reading earlier revisions"),
      route(.get, "segments/{id}/export", "Exporting members"),
      route(.put, "segments/{id}/exceptions/{contact}", "Including or excluding by hand"),
      route(.delete, "segments/{id}/exceptions/{contact}", "Including or excluding by hand"),
      route(.patch, "contacts/{id}", "Writing a contact's properties"),
      route(.delete, "contacts/{id}", "Erasing a contact"),
      route(.get, "contacts/{id}/events", "Listing a contact's events"),
      route(.get, "contacts/{id}/segments", "Listing a contact's segments"),
      route(.delete, "contacts/{id}/companies/{company}", "Ending a link to a company"),
      route(.get, "companies", "Listing companies"),
      route(.get, "companies/{id}", "Reading a company"),
      route(.patch, "companies/{id}", "Writing a company's properties"),
      route(.delete, "companies/{id}", "Erasing a company"),
      route(.get, "companies/{id}/events", "Listing a company's events"),
      route(.get, "companies/{id}/segments", "Listing a company's segments"),
      route(.get, "lists", "Listing lists"),
      route(.post, "lists", "Making a list"),
      route(.get, "lists/{id}", "Reading a list"),
      route(.delete, "lists/{id}", "Deleting a list"),
      route(.get, "lists/{id}/contacts", "Reading who is on a list"),
      route(.post, "lists/{id}/contacts", "Changing who is on a list"),
      route(.get, "catalog/properties", "The catalog of properties"),
      route(.patch, "catalog/properties/{name}", "Declaring a property"),
      route(.get, "catalog/events", "The catalog of events"),
      route(.post, "webhooks/{id}/replay", "Replaying messages"),
      route(.get, "stream", "The stream of counts"),
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
