import Glibc
import SegmentModel
import StrataService
import Synchronization
import Testing

@testable import strata_query

/// Reads a stream of a server of a test from a socket of its own. Blocking calls run on a thread of their own, for the
/// server needs the cooperative pool.
final class EventStreamClient: Sendable {
  struct Closed: Error {}

  private let descriptor: Int32
  private let executor: BlockingExecutor
  /// What was received and not taken yet, without carriage returns.
  private let buffer = Mutex("")

  /// - Parameter token: of the API.
  convenience init(port: Int, token: String, path: String = "/api/v1/stream") async throws {
    try await self.init(
      port: port, request: "GET \(path) HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \(token)\r\n\r\n")
  }

  /// - Parameter request: head and body as they are sent.
  init(port: Int, request: String) async throws {
    executor = BlockingExecutor(name: "events", threads: 1, queueLimit: 4)
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
    var timeout = timeval(tv_sec: 30, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
    let bytes = Array(request.utf8)
    let sent = try await executor.run { [descriptor] in
      send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }
    try #require(sent == bytes.count)
  }

  deinit {
    hangUp()
    close(descriptor)
    let executor = executor
    Task { await executor.shutdown() }
  }

  /// Ends the connection as a browser that leaves the page.
  func hangUp() { shutdown(descriptor, Int32(SHUT_RDWR)) }

  /// The head of the answer.
  func head() async throws -> String { try await text(upTo: "\n\n") }

  /// The next event that fits.
  func next(where fits: (ServerSentEvent) -> Bool) async throws -> ServerSentEvent {
    while true {
      let event = try await next()
      if fits(event) { return event }
    }
  }

  /// Every event so far and to come until the server ends the stream.
  func rest() async throws -> [ServerSentEvent] {
    var events: [ServerSentEvent] = []
    do {
      while true { events.append(try await next()) }
    } catch is Closed {
      return events
    }
  }

  private func next() async throws -> ServerSentEvent {
    while true {
      // The sizes of the chunks stand on lines of their own, which are none of an event.
      let lines = try await text(upTo: "\n\n").split(separator: "\n")
      func field(_ name: String) -> String? {
        lines.first { $0.hasPrefix(name + ": ") }.map { String($0.dropFirst(name.count + 2)) }
      }
      guard let name = field("event"), let data = field("data") else { continue }
      return ServerSentEvent(name: name, id: field("id"), data: try JSONReader.read(data))
    }
  }

  private func text(upTo end: String) async throws -> String {
    while true {
      let found = buffer.withLock { text -> String? in
        guard let range = text.firstRange(of: end) else { return nil }
        defer { text = String(text[range.upperBound...]) }
        return String(text[..<range.lowerBound])
      }
      if let found { return found }
      let bytes = try await executor.run { [descriptor] in
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &bytes, bytes.count, 0)
        return bytes.prefix(max(0, count))
      }
      if bytes.isEmpty { throw Closed() }
      buffer.withLock { $0 += String(decoding: bytes.filter { $0 != 0x0D }, as: UTF8.self) }
    }
  }
}
