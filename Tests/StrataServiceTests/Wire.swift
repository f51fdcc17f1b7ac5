import Glibc
import StrataService
import Testing

/// A connection to a server of a test, byte for byte. Its blocking calls run on a thread of their own, for the server
/// under test needs the cooperative pool.
final class Wire: Sendable {
  private let descriptor: Int32
  private let executor: BlockingExecutor

  init(port: Int) throws {
    executor = BlockingExecutor(name: "wire", threads: 1, queueLimit: 4)
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    try #require(result == 0)
    // A test that gets no answer fails instead of waiting.
    var timeout = timeval(tv_sec: 20, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
  }

  deinit {
    close(descriptor)
    let executor = executor
    Task { await executor.shutdown() }
  }

  func send(_ text: String) async throws {
    let bytes = Array(text.utf8)
    let count = try await executor.run { [descriptor] in
      Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }
    try #require(count == bytes.count)
  }

  /// What one read gives: the whole answer, for answers here are short.
  func receive() async throws -> String {
    let bytes = try await executor.run { [descriptor] in
      var bytes = [UInt8](repeating: 0, count: 65_536)
      let count = recv(descriptor, &bytes, bytes.count, 0)
      return bytes.prefix(max(0, count))
    }
    try #require(!bytes.isEmpty)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Whether the server has closed its side, with nothing more to say.
  func isAtEnd() async throws -> Bool {
    try await executor.run { [descriptor] in
      var byte: UInt8 = 0
      return recv(descriptor, &byte, 1, 0) == 0
    }
  }

  func exchange(_ text: String) async throws -> String {
    try await send(text)
    return try await receive()
  }
}
