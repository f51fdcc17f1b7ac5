import CurlDestination
import Glibc
import Testing

struct AddressPolicyTests {
  /// The bytes of an address in its usual notation.
  private static func bytes(_ text: String) throws -> [UInt8] {
    let isVersion6 = text.contains(":")
    var bytes = [UInt8](repeating: 0, count: isVersion6 ? 16 : 4)
    try #require(inet_pton(isVersion6 ? AF_INET6 : AF_INET, text, &bytes) == 1, "\(text) is no address")
    return bytes
  }

  /// The first and the last address of each range, and their neighbours outside of it.
  private static let version4: [(first: String, last: String, kind: AddressKind)] = [
    ("0.0.0.0", "0.0.0.0", .unspecified),
    ("0.0.0.1", "0.255.255.255", .reserved),
    ("1.0.0.0", "9.255.255.255", .public),
    ("10.0.0.0", "10.255.255.255", .private),
    ("11.0.0.0", "100.63.255.255", .public),
    ("100.64.0.0", "100.100.100.199", .shared),
    ("100.100.100.200", "100.100.100.200", .metadata),
    ("100.100.100.201", "100.127.255.255", .shared),
    ("100.128.0.0", "126.255.255.255", .public),
    ("127.0.0.0", "127.255.255.255", .loopback),
    ("128.0.0.0", "168.63.129.15", .public),
    ("168.63.129.16", "168.63.129.16", .metadata),
    ("168.63.129.17", "169.253.255.255", .public),
    ("169.254.0.0", "169.254.169.253", .linkLocal),
    ("169.254.169.254", "169.254.169.254", .metadata),
    ("169.254.169.255", "169.254.170.1", .linkLocal),
    ("169.254.170.2", "169.254.170.2", .metadata),
    ("169.254.170.3", "169.254.255.255", .linkLocal),
    ("169.255.0.0", "172.15.255.255", .public),
    ("172.16.0.0", "172.31.255.255", .private),
    ("172.32.0.0", "191.255.255.255", .public),
    ("192.0.0.0", "192.0.0.191", .reserved),
    ("192.0.0.192", "192.0.0.192", .metadata),
    ("192.0.0.193", "192.0.0.255", .reserved),
    ("192.0.1.0", "192.0.1.255", .public),
    ("192.0.2.0", "192.0.2.255", .documentation),
    ("192.0.3.0", "192.88.98.255", .public),
    ("192.88.99.0", "192.88.99.255", .reserved),
    ("192.88.100.0", "192.167.255.255", .public),
    ("192.168.0.0", "192.168.255.255", .private),
    ("192.169.0.0", "198.17.255.255", .public),
    ("198.18.0.0", "198.19.255.255", .reserved),
    ("198.20.0.0", "198.51.99.255", .public),
    ("198.51.100.0", "198.51.100.255", .documentation),
    ("198.51.101.0", "203.0.112.255", .public),
    ("203.0.113.0", "203.0.113.255", .documentation),
    ("203.0.114.0", "223.255.255.255", .public),
    ("224.0.0.0", "239.255.255.255", .multicast),
    ("240.0.0.0", "255.255.255.254", .reserved),
    ("255.255.255.255", "255.255.255.255", .broadcast),
  ]

  private static let version6: [(text: String, kind: AddressKind)] = [
    ("::", .unspecified), ("::1", .loopback), ("::2", .reserved), ("::127.0.0.1", .reserved), ("::8.8.8.8", .reserved),
    ("::ffff:127.0.0.1", .loopback), ("::ffff:10.0.0.1", .private), ("::ffff:169.254.169.254", .metadata),
    ("::ffff:8.8.8.8", .public), ("::ffff:0:127.0.0.1", .loopback), ("::ffff:0:8.8.8.8", .public),
    ("::fffe:8.8.8.8", .reserved), ("64:ff9b::127.0.0.1", .loopback), ("64:ff9b::192.168.1.1", .private),
    ("64:ff9b::8.8.8.8", .public), ("64:ff9b:1::8.8.8.8", .reserved), ("64:ff9b:0:0:0:1:808:808", .reserved),
    ("100::", .reserved), ("100::ffff:ffff:ffff:ffff", .reserved), ("1fff:ffff::1", .reserved),
    ("2000::", .public), ("2001::1", .reserved), ("2001:2::1", .reserved), ("2001:20::1", .reserved),
    ("2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", .reserved), ("2001:200::1", .public), ("2001:db7:ffff::1", .public),
    ("2001:db8::", .documentation), ("2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", .documentation),
    ("2001:db9::", .public), ("2001:4860:4860::8888", .public), ("2002:7f00:1::", .loopback),
    ("2002:a00:1::1", .private), ("2002:a9fe:a9fe::1", .metadata), ("2002:808:808::1", .public), ("2003::", .public),
    ("2600::5efe:808:808", .public), ("2600::5efe:7f00:1", .loopback), ("2600::200:5efe:a00:1", .private),
    ("2600::300:5efe:a00:1", .public), ("2600::1:5efe:a00:1", .public), ("3ffe:ffff::", .public),
    ("3fff::", .documentation), ("3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", .documentation), ("3fff:1000::", .public),
    ("3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", .public), ("4000::", .reserved), ("5f00::1", .reserved),
    ("fbff:ffff::", .reserved), ("fc00::", .uniqueLocal), ("fd00:ec2::253", .uniqueLocal),
    ("fd00:ec2::254", .metadata), ("fd20:ce::254", .metadata),
    ("fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", .uniqueLocal), ("fe00::", .reserved), ("fe7f:ffff::", .reserved),
    ("fe80::", .linkLocal), ("fe80::1", .linkLocal), ("febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff", .linkLocal),
    ("fec0::", .private), ("feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", .private), ("ff00::", .multicast),
    ("ff02::1", .multicast), ("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", .multicast),
  ]

  private static func number(_ text: String) throws -> UInt32 {
    try bytes(text).reduce(0) { $0 << 8 | UInt32($1) }
  }

  private static func bytes(_ number: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
  }

  @Test func theTableCoversIPv4WithoutGapOrOverlap() throws {
    var next: UInt64 = 0
    for row in Self.version4 {
      #expect(try UInt64(Self.number(row.first)) == next, "\(row.first)")
      next = try UInt64(Self.number(row.last)) + 1
    }
    #expect(next == 1 << 32)
  }

  @Test(arguments: version4)
  func everyIPv4RangeIsOfItsKindFromEndToEnd(_ first: String, _ last: String, _ kind: AddressKind) throws {
    let (low, high) = (try Self.number(first), try Self.number(last))
    var samples = [low, high, low + (high - low) / 2]
    samples += stride(from: low, to: high, by: max(1, Int(high - low) / 100))
    let others = samples.filter { AddressKind.of(Self.bytes($0)) != kind }
    #expect(others.map { Self.bytes($0) } == [])
  }

  @Test(arguments: version6)
  func everyIPv6RangeIsOfItsKind(_ text: String, _ kind: AddressKind) throws {
    #expect(AddressKind.of(try Self.bytes(text)) == kind)
  }

  @Test func anIPv4AddressInsideAnIPv6OneIsOfItsOwnKind() throws {
    let carriers: [(before: [UInt8], after: Int)] = [
      (Array(repeating: 0, count: 10) + [0xFF, 0xFF], 0), (Array(repeating: 0, count: 8) + [0xFF, 0xFF, 0, 0], 0),
      ([0, 0x64, 0xFF, 0x9B] + Array(repeating: 0, count: 8), 0), ([0x20, 0x02], 10),
    ]
    for row in Self.version4 {
      for inner in [try Self.bytes(row.first), try Self.bytes(row.last)] {
        for carrier in carriers {
          let address = carrier.before + inner + Array(repeating: 0, count: carrier.after)
          #expect(AddressKind.of(address) == row.kind, "\(address)")
        }
      }
    }
  }

  @Test(arguments: [0, 1, 3, 5, 15, 17, 28]) func whatIsNeitherIPv4NorIPv6IsUnknown(_ count: Int) {
    let address = [UInt8](repeating: 8, count: count)
    #expect(AddressKind.of(address) == .unknown)
    #expect(AddressPolicy(allowPrivateAddresses: false).refusal(of: address) == .unknown)
  }

  @Test func onlyPublicAddressesAreAllowedUnlessAllAre() throws {
    let (strict, loose) = (AddressPolicy(allowPrivateAddresses: false), AddressPolicy(allowPrivateAddresses: true))
    for row in Self.version4 {
      let address = try Self.bytes(row.first)
      #expect(strict.refusal(of: address) == (row.kind == .public ? nil : row.kind))
      #expect(loose.refusal(of: address) == nil)
    }
  }
}
