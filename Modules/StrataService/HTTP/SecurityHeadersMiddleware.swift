import HTTPTypes
import Hummingbird

/// Headers that every answer bears unless its handler has set them.
struct SecurityHeadersMiddleware<Context: RequestContext>: RouterMiddleware {
  private let fields: HTTPFields

  init() {
    // A page sets a policy of its own; anything else is data, which a browser must not run.
    var fields: HTTPFields = [
      .xContentTypeOptions: "nosniff", .contentSecurityPolicy: "default-src 'none'; frame-ancestors 'none'",
    ]
    if let name = HTTPField.Name("Referrer-Policy") { fields[name] = "no-referrer" }
    self.fields = fields
  }

  func handle(
    _ request: Request, context: Context, next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    var response = try await next(request, context)
    for field in fields where !response.headers.contains(field.name) { response.headers.append(field) }
    return response
  }
}
