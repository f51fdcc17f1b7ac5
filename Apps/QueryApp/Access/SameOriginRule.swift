import HTTPTypes
import Hummingbird
import StrataService

/// What a write by cookie must show: that a page of this very server made it.
///
/// A browser sends the cookie along whoever's page makes the request, other ports of this host among them (to
/// `SameSite` they are the same site). It tells the truth in `Sec-Fetch-Site` and `Origin`, which no page can set, and
/// a form of another site cannot have the Content-Type of JSON.
struct SameOriginRule: Sendable {
  let publicURL: PublicURL?

  /// - Throws: `Problem` 403 for another origin, 415 for a body that does not say that it is JSON.
  func check(_ request: Request) throws {
    if request.method == .get || request.method == .head { return }
    guard isOfThisOrigin(request) else {
      throw Problem.forbidden(
        "With a cookie, a page of this server alone may write. Programs use Authorization: Bearer.",
        code: "crossOrigin")
    }
    // What has no body to misread needs no type; no form can make a DELETE.
    let hasNoBody = request.headers[.contentLength] == nil && request.headers[.transferEncoding] == nil
    if request.method == .delete, hasNoBody { return }
    guard request.saysJSON else {
      throw Problem(
        .unsupportedMediaType, "notJSON",
        "With a cookie, a request that writes must have Content-Type: application/json.")
    }
  }

  private func isOfThisOrigin(_ request: Request) -> Bool {
    if let site = request.header("Sec-Fetch-Site") { return site == "same-origin" }
    guard let origin = request.headers[.origin]?.lowercased() else { return false }
    if origin == publicURL?.origin { return true }
    guard let authority = request.head.authority?.lowercased() else { return false }
    return origin == "http://" + authority
  }
}
