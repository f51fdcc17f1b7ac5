import Glibc

/// A host and perhaps a port, as a `Host` header or a URL writes them.
package struct HostName: Sendable, Equatable {
  /// In small letters, without a dot at the end; an IPv6 address in brackets and in its shortest form.
  package let host: String
  package let port: Int?

  /// `name`, `name:port`, `1.2.3.4:port`, `[::1]:port`; nil for anything else.
  package init?(authority: some StringProtocol) {
    guard authority.utf8.count <= 300 else { return nil }
    var host = authority[...]
    var port: Int?
    let afterAddress = authority.lastIndex(of: "]") ?? authority.startIndex
    if let colon = authority[afterAddress...].firstIndex(of: ":") {
      let digits = authority[authority.index(after: colon)...]
      guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(digits),
        (0...65535).contains(number)
      else { return nil }
      port = number
      host = authority[..<colon]
    }
    if host.last == ".", host.count > 1 { host.removeLast() }
    self.port = port
    if host.first == "[" {
      guard let address = Self.shortestIPv6(host) else { return nil }
      self.host = address
    } else {
      guard Self.isName(host) else { return nil }
      self.host = host.lowercased()
    }
  }

  package var isLoopback: Bool { host == "localhost" || host == "[::1]" || (isIPv4 && host.hasPrefix("127.")) }

  /// A number rather than a name.
  package var isAddress: Bool { host.hasPrefix("[") || isIPv4 }

  private var isIPv4: Bool {
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil && $0.utf8.first != UInt8(ascii: "+") }
  }

  /// Of `[0:0::1]` `[::1]`; nil where it is no address in brackets.
  private static func shortestIPv6(_ text: some StringProtocol) -> String? {
    guard text.last == "]" else { return nil }
    var address = in6_addr()
    guard inet_pton(AF_INET6, String(text.dropFirst().dropLast()), &address) == 1 else { return nil }
    var buffer = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    guard let shortest = inet_ntop(AF_INET6, &address, &buffer, socklen_t(buffer.count)) else { return nil }
    return "[\(String(cString: shortest))]"
  }

  private static func isName(_ text: some StringProtocol) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
          true
        default: false
        }
      }
  }

  /// An address or name to listen on, an IPv6 address without brackets.
  static func read(_ text: String) -> Reading<String> {
    let isIPv6 = text.contains(":")
    guard let name = HostName(authority: isIPv6 ? "[\(text)]" : text), name.port == nil else {
      return .refused("must be an address or a host name, without a port")
    }
    return .value(text)
  }
}
