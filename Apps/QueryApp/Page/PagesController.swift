import HTTPTypes
import Hummingbird
import SegmentModel
import SegmentStore
import StrataService

/// The page, whose script shows what the path says, and signing in.
struct PagesController: Sendable {
  static let signInPath = "/sign-in"

  /// Paths that the page's script knows; it decides what is shown there.
  static let paths = [
    "/", "/segments", "/segments/{id}", "/segments/{id}/edit", "/customers", "/leads", "/contacts", "/contacts/{id}",
    "/companies", "/companies/{id}", "/start", "/webhooks", "/webhooks/{id}", "/settings",
  ]

  private static let shell = Page(
    title: "Strata", script: "app/app.js",
    preloads: PageFile.paths(endingIn: ".js").filter { !$0.hasPrefix("app/sign") },
    body: "<noscript>Strata's page needs JavaScript.</noscript>")

  let services: QueryServices

  func addRoutes(to router: Router<QueryContext>) {
    for path in Self.paths { router.get(RouterPath(path), use: page) }
    router.get(RouterPath(Self.signInPath), use: signIn)
    router.post(RouterPath(Self.signInPath), use: signInByToken)
    router.delete(RouterPath(Self.signInPath), use: signOut)
  }

  @Sendable private func page(_ request: Request, _ context: QueryContext) async throws -> Response {
    try await page(request, status: .ok)
  }

  func page(_ request: Request, status: HTTPResponse.Status) async throws -> Response {
    let page = try await isSignedIn(request) ? Self.shell : SignInPage.howTo
    return page.response(at: request.uri.path, status: status)
  }

  /// Takes the code of a sign-in link and gives the cookie for it.
  @Sendable private func signIn(_ request: Request, _ context: QueryContext) async throws -> Response {
    var query = QueryReader(request)
    let code = query.text("code")
    try query.finish()
    // Whoever only looks whether there is something (a mail program, a chat) does not use the code up.
    guard let code, request.method == .get else { return SignInPage.howTo.response(at: request.uri.path) }
    let session = try await services.write { try $0.signIn.redeem(AccessSecret(text: code)) }
    guard let session else {
      return SignInPage.refused.response(at: request.uri.path, status: .forbidden)
    }
    var response = SignInPage.done.response(at: request.uri.path)
    setCookie(of: session, in: &response)
    return response
  }

  /// Takes an API token, `{token}`, and gives the cookie of a session that may do what the token may.
  @Sendable private func signInByToken(_ request: Request, _ context: QueryContext) async throws -> Response {
    // Nobody signs somebody else's browser in.
    try services.sameOrigin.check(request)
    var mistakes = MistakeCollector()
    let body = try await request.json(upTo: RequestLimits.body)
    let text = JSONObjectReader(body, at: .root, known: ["token"], &mistakes)?.requiredText("token", &mistakes)
    guard let text, mistakes.errors.isEmpty else { throw InvalidInput(mistakes.errors) }
    let hash = AccessSecret(text: text.trimmedASCII).hash
    let session = try await services.write { services in
      guard let token = try services.store.read({ try $0.token(hash: hash, at: services.clock.now) }),
        let session = try services.signIn.redeem(services.signIn.makeCode(of: token), until: token.expiresAt)
      else { throw Problem.unauthorized("This API token is unknown, revoked or expired.", code: "badToken") }
      return session
    }
    var response = Response.noContent()
    setCookie(of: session, in: &response)
    return response
  }

  /// Ends the session, whoever else has its cookie.
  @Sendable private func signOut(_ request: Request, _ context: QueryContext) async throws -> Response {
    try services.sameOrigin.check(request)
    if let text = request.cookies[Authenticator.cookieName]?.value {
      let hash = AccessSecret(text: text).hash
      try await services.write { services in try services.store.write { try $0.deleteSession(hash: hash) } }
    }
    var response = Response.noContent()
    setCookie("", for: 0, in: &response)
    return response
  }

  private func setCookie(of session: AccessSecret, in response: inout Response) {
    setCookie(session.text, for: SignIn.sessionLifetime, in: &response)
  }

  private func setCookie(_ value: String, for seconds: Int, in response: inout Response) {
    response.setCookie(
      Cookie(
        name: Authenticator.cookieName, value: value, maxAge: seconds, path: "/",
        secure: services.settings.publicURL?.scheme == "https", httpOnly: true, sameSite: .strict))
  }

  private func isSignedIn(_ request: Request) async throws -> Bool {
    do {
      return try await services.authenticator.caller(of: request)?.may(.read) ?? false
    } catch let problem as Problem where problem.status == .unauthorized {
      return false
    }
  }
}
