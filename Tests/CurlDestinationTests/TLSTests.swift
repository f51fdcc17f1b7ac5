import CurlDestination
import Foundation
import SegmentSync
import Testing

@Suite(.enabled(if: TLSServer.isAvailable, "openssl is not installed"))
struct TLSTests {
  @Test func aServerThatSpeaksNoTLSIsAFailure() async throws {
    let server = try TestServer(greeting: "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n") { _ in [] }
    defer { server.stop() }
    let destination = try localDestination()
    let result = await destination.result(of: attempt(to: "https://127.0.0.1:\(server.port)/"))
    #expect(result.failure == .tls)
  }

  @Test func aCertificateThatIsTrustedForItsNameIsTaken() async throws {
    let server = try TLSServer()
    defer { server.stop() }
    let destination = try localDestination { $0.certificates = server.certificate }
    let result = await destination.result(of: attempt(to: "https://localhost:\(server.port)/"))
    #expect(result.status == 200)
    #expect(server.received.contains(Example.signature))
  }

  @Test func aCertificateThatNobodySignedIsRefused() async throws {
    let server = try TLSServer()
    defer { server.stop() }
    let destination = try localDestination()
    let result = await destination.result(of: attempt(to: "https://localhost:\(server.port)/"))
    #expect(result.failure == .tls)
    #expect(!server.received.contains("webhook-id"))
  }

  @Test func aCertificateForAnotherNameIsRefused() async throws {
    let server = try TLSServer()
    defer { server.stop() }
    let destination = try localDestination { $0.certificates = server.certificate }
    let result = await destination.result(of: attempt(to: "https://127.0.0.1:\(server.port)/"))
    #expect(result.failure == .tls)
    #expect(!server.received.contains("webhook-id"))
  }
}
