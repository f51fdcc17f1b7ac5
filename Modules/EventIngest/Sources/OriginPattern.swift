/// An origin that a source allows: `https://shop.example`, or with any port `http://localhost:*`.
package struct OriginPattern: Sendable, Hashable {
  /// What such a text must be, for whoever wrote something else.
  package static let form =
    "must be an origin like https://shop.example, or with * for any port like http://localhost:*; list each host by itself"

  private let schemeAndHost: String
  /// Nil for any port, or none.
  private let port: String?

  /// Nil for what is neither an origin nor such a pattern.
  package init?(_ text: String) {
    guard let parts = Self.parts(of: text) else { return nil }
    schemeAndHost = parts.schemeAndHost
    port = parts.port == "*" ? nil : parts.port
  }

  package func matches(_ origin: String) -> Bool {
    guard let parts = Self.parts(of: origin), parts.port != "*", parts.schemeAndHost == schemeAndHost else {
      return false
    }
    return port.map { $0 == parts.port } ?? true
  }

  /// Scheme and host in lower case, and the port, that of the scheme where none is written.
  private static func parts(of text: String) -> (schemeAndHost: String, port: String)? {
    let text = text.lowercased()
    let defaultPort: String
    let scheme: String
    if text.hasPrefix("https://") {
      (scheme, defaultPort) = ("https://", "443")
    } else if text.hasPrefix("http://") {
      (scheme, defaultPort) = ("http://", "80")
    } else {
      return nil
    }
    let authority = text.dropFirst(scheme.count)
    guard !authority.isEmpty, !authority.contains(where: { "/?#@".contains($0) || $0.isWhitespace }) else { return nil }
    // An IPv6 address has colons of its own, in brackets.
    guard let colon = authority.lastIndex(of: ":"), !authority[colon...].contains("]") else {
      return authority.contains("*") ? nil : (scheme + authority, defaultPort)
    }
    let host = authority[..<colon]
    let port = authority[authority.index(after: colon)...]
    guard !host.isEmpty, !host.contains("*"), port == "*" || UInt16(port) != nil else { return nil }
    return (scheme + host, String(port))
  }
}
