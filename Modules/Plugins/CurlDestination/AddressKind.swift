/// What an IP address is for, by the special-purpose registries of IANA (RFC 6890 and its successors).
package enum AddressKind: String, Sendable, CaseIterable {
  /// Reachable over the Internet: the only kind that webhooks go to without a permission.
  case `public`
  case unspecified
  case loopback
  case `private`
  case linkLocal = "link-local"
  case uniqueLocal = "unique-local"
  /// Behind a carrier's translation, 100.64.0.0/10.
  case shared
  /// Where cloud machines ask for their own credentials.
  case metadata
  case multicast
  case broadcast
  case documentation
  case reserved
  /// Neither IPv4 nor IPv6.
  case unknown
}

extension AddressKind {
  /// The kind of an address of 4 or 16 bytes in network order.
  ///
  /// An IPv6 address that leads to an IPv4 one (mapped, translated, NAT64, 6to4, ISATAP) is of the kind of that one.
  package static func of(_ address: [UInt8]) -> AddressKind {
    switch address.count {
    case 4: AddressRange.version4.first { $0.contains(address) }?.kind ?? .public
    case 16: ofVersion6(address)
    default: .unknown
    }
  }

  private static func ofVersion6(_ address: [UInt8]) -> AddressKind {
    if let range = AddressRange.version6.first(where: { $0.contains(address) }) { return range.kind }
    if let carrier = AddressRange.carriersOfVersion4.first(where: { $0.range.contains(address) }) {
      return of(Array(address[carrier.offset..<carrier.offset + 4]))
    }
    // ISATAP (RFC 5214) is an interface identifier, under any prefix.
    if [0x00, 0x02].contains(address[8]) && address[9..<12].elementsEqual([0x00, 0x5E, 0xFE]) {
      let inner = of(Array(address[12..<16]))
      if inner != .public { return inner }
    }
    return AddressRange.globalUnicast.contains(address) ? .public : .reserved
  }
}
