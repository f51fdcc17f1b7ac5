import CurlDestination
import SegmentSync
import Testing

/// The policy where it counts: at the moment of connecting.
struct AddressRefusalTests {
  /// Ways to write 127.0.0.1, and hosts that reach it.
  private static let loopbacks = [
    "127.0.0.1", "2130706433", "0x7f.1", "0x7f000001", "0177.0.0.1", "017700000001", "127.1", "127.0.1", "localhost",
    "LOCALHOST", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:7f00:1]", "0", "0.0.0.0",
  ]

  @Test(arguments: loopbacks) func noNotationOfThisMachineIsConnectedTo(_ host: String) async throws {
    let server = try TestServer(text: "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    defer { server.stop() }
    let destination = try CurlDestination()
    let result = await destination.result(of: attempt(to: "http://\(host):\(server.port)/"))
    #expect(result.failure == .refusedAddress)
    #expect(server.connections == 0)
  }

  @Test(arguments: loopbacks) func eachOfThemIsConnectedToWithPermission(_ host: String) async throws {
    let server = try TestServer(text: "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    defer { server.stop() }
    let destination = try localDestination()
    let result = await destination.result(of: attempt(to: "http://\(host):\(server.port)/"))
    #expect(result.status == 200)
  }

  @Test(arguments: [
    "10.0.0.1", "172.16.0.1", "192.168.0.1", "100.64.0.1", "169.254.169.254", "0xA9FEA9FE", "2852039166", "224.0.0.1",
    "255.255.255.255", "240.0.0.1", "192.0.2.1", "198.18.0.1", "168.63.129.16", "[::]", "[::1]", "[fe80::1]",
    "[fe80::1%25lo]", "[fc00::1]", "[fd00:ec2::254]", "[ff02::1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]",
    "[::ffff:a9fe:a9fe]", "[2001:db8::1]", "[::127.0.0.1]",
  ])
  func noSpecialAddressIsConnectedTo(_ host: String) async throws {
    let destination = try CurlDestination()
    for scheme in ["http", "https"] {
      let result = await destination.result(of: attempt(to: "\(scheme)://\(host)/"))
      #expect(result.failure == .refusedAddress)
      #expect(result.sentence?.contains("--allow-private-webhooks") == true)
    }
  }
}
