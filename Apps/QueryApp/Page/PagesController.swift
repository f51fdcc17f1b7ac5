import HTTPTypes
import Hummingbird
import SegmentModel
import SegmentStore
import StrataService

/// `/` and signing in.
struct PagesController: Sendable {
  static let signInPath = "/sign-in"

  let services: QueryServices

  func addRoutes(to router: Router<QueryContext>) {
    router.get("/", use: home)
    router.get(RouterPath(Self.signInPath), use: signIn)
    router.get("/page.css") { _, _ in
      Response.text(PageStyle.text, type: "text/css; charset=utf-8", headers: [.cacheControl: "max-age=3600"])
    }
  }

  @Sendable private func home(_ request: Request, _ context: QueryContext) async throws -> Response {
    guard try await isSignedIn(request) else { return SignInPage.howTo.response() }
    let address = services.settings.publicURL?.description ?? "http://\(request.head.authority ?? "localhost")"
    return try await services.read { services in
      try services.store.read { reading in
        var totals: [ContentType: Int64] = [:]
        for type in ContentType.allCases { totals[type] = try reading.total(of: type) }
        return HomePage(segments: try reading.segments(), totals: totals, address: address)
      }
    }.page.response()
  }

  /// Takes the code of a sign-in link and gives the cookie for it.
  @Sendable private func signIn(_ request: Request, _ context: QueryContext) async throws -> Response {
    var query = QueryReader(request)
    let code = query.text("code")
    try query.finish()
    // Whoever only looks whether there is something (a mail program, a chat) does not use the code up.
    guard let code, request.method == .get else { return SignInPage.howTo.response() }
    let session = try await services.write { try $0.signIn.redeem(AccessSecret(text: code)) }
    guard let session else {
      return SignInPage.refused.response(status: .forbidden)
    }
    var response = SignInPage.done.response()
    response.setCookie(
      Cookie(
        name: Authenticator.cookieName, value: session.text, maxAge: SignIn.sessionLifetime, path: "/",
        secure: services.settings.publicURL?.scheme == "https", httpOnly: true, sameSite: .strict))
    return response
  }

  private func isSignedIn(_ request: Request) async throws -> Bool {
    do {
      return try await services.authenticator.caller(of: request)?.may(.read) ?? false
    } catch let problem as Problem where problem.status == .unauthorized {
      return false
    }
  }
}
