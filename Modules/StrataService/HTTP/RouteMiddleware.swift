import HTTPTypes
import Hummingbird
import Synchronization

/// The methods of every path of a router, for the answer to another method.
final class RouteTable: Sendable {
  private struct Route: Sendable {
    var path: RouterPath
    var methods: Set<String>
  }

  /// Set once, when the router is complete.
  private let routes = Mutex<[Route]>([])

  func fill(from router: Router<some RequestContext>) {
    var methods: [String: Route] = [:]
    for route in router.routes {
      methods[route.path.description, default: Route(path: route.path, methods: [])].methods
        .insert(route.method.rawValue)
      // The router answers HEAD wherever there is GET.
      if route.method == .get { methods[route.path.description]?.methods.insert("HEAD") }
    }
    let all = Array(methods.values)
    routes.withLock { $0 = all }
  }

  /// Sorted; empty for a path that nothing answers.
  func methods(of path: String) -> [String] {
    let parts = path.split(separator: "/", omittingEmptySubsequences: true)
    let found = routes.withLock { $0 }.filter { Self.matches($0.path, parts) }
    // As the router does: a path that is written out goes before one with a parameter.
    let literals = found.map { Self.literals(in: $0.path) }.max()
    return Set(found.filter { Self.literals(in: $0.path) == literals }.flatMap(\.methods)).sorted()
  }

  private static func literals(in path: RouterPath) -> Int {
    path.components.count { !$0.description.contains("{") && !$0.description.contains("*") }
  }

  private static func matches(_ path: RouterPath, _ parts: [Substring]) -> Bool {
    for (index, element) in path.components.enumerated() {
      if element == .recursiveWildcard { return true }
      guard index < parts.count, element ~= parts[index] else { return false }
    }
    return path.components.count == parts.count
  }
}

/// Answers a path that the router does not know with 404, and a known path with an unknown method with 405.
struct RouteMiddleware<Context: RequestContext>: RouterMiddleware {
  let table: RouteTable

  func handle(
    _ request: Request, context: Context, next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    do {
      return try await next(request, context)
    } catch let error as HTTPError where error.status == .notFound && context.endpointPath == Self.notFound {
      let methods = table.methods(of: request.uri.path)
      if methods.isEmpty { throw Problem.notFound("There is nothing at this path.", code: "unknownPath") }
      throw Problem.methodNotAllowed(methods)
    }
  }

  /// What the router calls the route of a request that it has no route for.
  private static var notFound: String { "NotFound" }
}
