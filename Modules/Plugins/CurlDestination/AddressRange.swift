/// The addresses that share the first `bits` bits of `prefix`, and what they are for.
struct AddressRange: Sendable {
  let prefix: [UInt8]
  let bits: Int
  let kind: AddressKind

  /// - Parameter prefix: the leading bytes; those left out are 0.
  private init(_ prefix: [UInt8], _ bits: Int, _ kind: AddressKind) {
    self.prefix = prefix + [UInt8](repeating: 0, count: max(0, (bits + 7) / 8 - prefix.count))
    self.bits = bits
    self.kind = kind
  }

  /// - Parameter groups: the leading groups of an IPv6 address; those left out are 0.
  private init(groups: [UInt16], _ bits: Int, _ kind: AddressKind) {
    self.init(groups.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }, bits, kind)
  }

  func contains(_ address: [UInt8]) -> Bool {
    guard address.count * 8 >= bits else { return false }
    let whole = bits / 8
    guard address[..<whole].elementsEqual(prefix[..<whole]) else { return false }
    let rest = bits % 8
    return rest == 0 || (address[whole] ^ prefix[whole]) >> (8 - rest) == 0
  }
}

// The first range that contains an address decides.
extension AddressRange {
  static let version4: [AddressRange] = [
    AddressRange([169, 254, 169, 254], 32, .metadata),
    AddressRange([169, 254, 170, 2], 32, .metadata),  // Amazon's containers
    AddressRange([100, 100, 100, 200], 32, .metadata),  // Alibaba
    AddressRange([168, 63, 129, 16], 32, .metadata),  // Azure; not in any special range
    AddressRange([192, 0, 0, 192], 32, .metadata),  // Oracle
    AddressRange([0, 0, 0, 0], 32, .unspecified),
    AddressRange([0], 8, .reserved),  // "this network"
    AddressRange([10], 8, .private),
    AddressRange([100, 64], 10, .shared),
    AddressRange([127], 8, .loopback),
    AddressRange([169, 254], 16, .linkLocal),
    AddressRange([172, 16], 12, .private),
    AddressRange([192, 0, 0], 24, .reserved),  // IETF protocol assignments
    AddressRange([192, 0, 2], 24, .documentation),
    AddressRange([192, 88, 99], 24, .reserved),  // 6to4 relays, withdrawn
    AddressRange([192, 168], 16, .private),
    AddressRange([198, 18], 15, .reserved),  // benchmarks
    AddressRange([198, 51, 100], 24, .documentation),
    AddressRange([203, 0, 113], 24, .documentation),
    AddressRange([224], 4, .multicast),
    AddressRange([255, 255, 255, 255], 32, .broadcast),
    AddressRange([240], 4, .reserved),
  ]

  static let version6: [AddressRange] = [
    AddressRange([], 128, .unspecified),
    AddressRange(groups: [0, 0, 0, 0, 0, 0, 0, 1], 128, .loopback),
    AddressRange(groups: [0xFD00, 0x0EC2, 0, 0, 0, 0, 0, 0x0254], 128, .metadata),  // Amazon
    AddressRange(groups: [0xFD20, 0x00CE, 0, 0, 0, 0, 0, 0x0254], 128, .metadata),  // Google
    AddressRange(groups: [0xFC00], 7, .uniqueLocal),
    AddressRange(groups: [0xFE80], 10, .linkLocal),
    AddressRange(groups: [0xFEC0], 10, .private),  // site-local, withdrawn
    AddressRange(groups: [0xFF00], 8, .multicast),
    AddressRange(groups: [0x2001, 0x0DB8], 32, .documentation),
    AddressRange(groups: [0x3FFF], 20, .documentation),
    AddressRange(groups: [0x2001], 23, .reserved),  // IETF protocol assignments: Teredo, benchmarks, ORCHID
  ]

  /// IPv6 addresses that lead to an IPv4 address, and at which byte that one begins. The local-use NAT64 prefix
  /// 64:ff9b:1::/48, where the place is the operator's choice, is not here and so reserved.
  static let carriersOfVersion4: [(range: AddressRange, offset: Int)] = [
    (AddressRange(groups: [0, 0, 0, 0, 0, 0xFFFF], 96, .reserved), 12),  // IPv4-mapped
    (AddressRange(groups: [0, 0, 0, 0, 0xFFFF, 0], 96, .reserved), 12),  // IPv4-translated
    (AddressRange(groups: [0x0064, 0xFF9B], 96, .reserved), 12),  // NAT64
    (AddressRange(groups: [0x2002], 16, .reserved), 2),  // 6to4
  ]

  /// What of IPv6 is given out for use over the Internet; everything else is reserved.
  static let globalUnicast = AddressRange(groups: [0x2000], 3, .public)
}
