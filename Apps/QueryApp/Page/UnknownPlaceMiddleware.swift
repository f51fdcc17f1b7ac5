import Hummingbird

/// Shows people the page where there is nothing at an address: it says so, and leads on. Programs get a problem.
struct UnknownPlaceMiddleware: RouterMiddleware {
  typealias Context = QueryContext

  let pages: PagesController

  func handle(
    _ request: Request, context: QueryContext, next: (Request, QueryContext) async throws -> Response
  ) async throws -> Response {
    let response = try await next(request, context)
    guard response.status == .notFound, request.method == .get, !request.uri.path.hasPrefix(APIRoutes.root),
      request.headers[values: .accept].contains(where: { $0.contains("text/html") })
    else { return response }
    return try await pages.page(request, status: .notFound)
  }
}
