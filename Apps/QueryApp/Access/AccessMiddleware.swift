import HTTPTypes
import Hummingbird
import SegmentStore
import StrataService

/// Lets callers pass that may do what the routes behind it do.
struct AccessMiddleware: RouterMiddleware {
  typealias Context = QueryContext

  let authenticator: Authenticator
  let sameOrigin: SameOriginRule
  let scope: AccessScope

  func handle(
    _ request: Request, context: QueryContext, next: (Request, QueryContext) async throws -> Response
  ) async throws -> Response {
    guard let caller = try await authenticator.caller(of: request) else {
      throw Problem.unauthorized("Send an API token: Authorization: Bearer TOKEN.")
    }
    guard caller.may(scope) else {
      throw Problem.forbidden("This needs the scope \"\(scope.rawValue)\".", code: "insufficientScope")
    }
    if caller.isBrowser { try sameOrigin.check(request) }
    var context = context
    context.caller = caller
    var response = try await next(request, context)
    // What is answered is of people: no cache between keeps it, nor the browser's own.
    if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
    return response
  }
}
