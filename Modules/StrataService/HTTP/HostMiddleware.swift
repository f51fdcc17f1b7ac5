import HTTPTypes
import Hummingbird

/// Which hosts requests may be addressed to. A page of another site can make a browser send requests here by letting
/// its own name point to this machine (DNS rebinding); such a request bears that name, and is refused.
///
/// Names decide and ports do not: a forwarded port is another number, and rebinding needs a name. Bound to every
/// address (`0.0.0.0`, `::`) a number as host is taken whichever it is, for it was not looked up by name.
package struct AllowedHosts: Sendable {
  private let names: Set<String>
  private let takesAnyAddress: Bool

  /// - Parameters:
  ///   - bound: the address or name that the server listens on.
  ///   - more: names, with or without port.
  package init(bound: String, publicURL: PublicURL? = nil, more: [String] = []) {
    let isIPv6 = bound.contains(":")
    let hosts = [isIPv6 ? "[\(bound)]" : bound] + more
    var names = Set(hosts.compactMap { HostName(authority: $0)?.host })
    if let publicURL { names.insert(publicURL.host) }
    self.names = names
    takesAnyAddress = bound == "0.0.0.0" || bound == "::"
  }

  package func allows(_ host: HostName) -> Bool {
    host.isLoopback || names.contains(host.host) || (takesAnyAddress && host.isAddress)
  }
}

/// Answers requests to an unknown host with 421, and those without a host, or with two, with 400.
struct HostMiddleware<Context: RequestContext>: RouterMiddleware {
  let allowed: AllowedHosts

  func handle(
    _ request: Request, context: Context, next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    // The first `Host` field has become the authority; a second one is still among the fields.
    guard let authority = request.head.authority, let host = HostName(authority: authority),
      HTTPField.Name("Host").map({ request.headers[values: $0].isEmpty }) ?? true
    else { throw Problem.badRequest("The request must bear one valid Host header.", code: "badHost") }
    guard allowed.allows(host) else {
      throw Problem(
        .misdirectedRequest, "unknownHost",
        "This server does not answer for the host \"\(host.host)\". If it should, start it with --public-url or "
          + "--allowed-hosts.")
    }
    return try await next(request, context)
  }
}
