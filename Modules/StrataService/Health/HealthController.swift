import Crypto
import HTTPTypes
package import Hummingbird
import NIOCore
import SegmentModel

/// `/healthz`, `/readyz`, `/metrics` and `/openapi.json`, the same on both servers.
struct HealthController<Context: ServiceRequestContext> {
  let readiness: Readiness
  let metrics: Metrics
  /// Lets others than this machine read the metrics; nil lets nobody.
  let metricsToken: String?
  let openAPI: JSONValue

  func addRoutes(to router: Router<Context>) {
    let openAPI = Response.json(openAPI)
    router.get("/healthz") { _, _ in Response.json(["status": "alive"]) }
    router.get("/readyz") { _, _ in
      Response.json(
        readiness.body, status: readiness.isReady ? .ok : .serviceUnavailable, headers: [.cacheControl: "no-store"])
    }
    router.get("/openapi.json") { _, _ in openAPI }
    router.get("/metrics") { request, context in
      guard isLocal(request, context) || bearsToken(request) else {
        throw Problem.unauthorized(
          "Metrics are for this machine, or with the token of --metrics-token as a Bearer token.")
      }
      return Response.text(metrics.text(), type: "text/plain; version=0.0.4; charset=utf-8")
    }
  }

  /// From this machine and for this machine: a proxy beside the server brings what comes from elsewhere, and then
  /// the host is another, or the proxy says for whom it asks.
  private func isLocal(_ request: Request, _ context: Context) -> Bool {
    guard let address = context.remoteAddress?.ipAddress, let authority = request.head.authority,
      let host = HostName(authority: authority), host.isLoopback
    else { return false }
    let isForwarded = ["Forwarded", "X-Forwarded-For", "X-Real-IP", "Via"].contains { name in
      HTTPField.Name(name).map { request.headers.contains($0) } ?? false
    }
    return !isForwarded && (address == "::1" || address.hasPrefix("127.") || address.hasPrefix("::ffff:127."))
  }

  private func bearsToken(_ request: Request) -> Bool {
    guard let metricsToken, let given = request.bearerToken else { return false }
    // Digests of the same length are compared, so that the time says nothing about the token.
    return SHA256.hash(data: Array(given.utf8)) == SHA256.hash(data: Array(metricsToken.utf8))
  }
}

extension Request {
  /// What follows `Bearer` in `Authorization`.
  package var bearerToken: String? {
    guard let field = headers[.authorization], field.prefix(7).lowercased() == "bearer " else { return nil }
    return field.dropFirst(7).trimmingBlanks
  }
}
