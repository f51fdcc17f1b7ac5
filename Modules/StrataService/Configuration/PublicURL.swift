/// The address at which others reach a server: `https://stats.example.com`, perhaps with a path.
package struct PublicURL: Sendable, Equatable, CustomStringConvertible {
  package let scheme: String
  /// In small letters; an IPv6 address in brackets.
  package let host: String
  package let port: Int?
  /// Empty, or from `/`, without one at the end.
  package let path: String

  package var description: String { origin + path }

  /// As a browser's `Origin` header says it.
  package var origin: String { "\(scheme)://\(host)" + (port.map { ":\($0)" } ?? "") }

  package static func read(_ text: String) -> Reading<PublicURL> {
    let form = "must be a URL like https://strata.example.com"
    if case .refused(let why) = ConfigurationText.plain(text) { return .refused(why) }
    guard let separator = text.firstRange(of: "://") else { return .refused(form) }
    let scheme = text[..<separator.lowerBound].lowercased()
    guard scheme == "http" || scheme == "https" else { return .refused("must begin with http:// or https://") }
    let rest = text[separator.upperBound...]
    if rest.contains(where: { "?#@ \\".contains($0) }) {
      return .refused("must have no user, query or fragment")
    }
    let slash = rest.firstIndex(of: "/") ?? rest.endIndex
    guard let authority = HostName(authority: rest[..<slash]) else { return .refused(form) }
    var path = rest[slash...]
    while path.last == "/" { path.removeLast() }
    let isDefault = authority.port == (scheme == "http" ? 80 : 443)
    return .value(
      PublicURL(
        scheme: scheme, host: authority.host, port: isDefault ? nil : authority.port, path: String(path)))
  }
}
