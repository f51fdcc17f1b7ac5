import Foundation
import Glibc
import Synchronization

/// A small HTTP/1.1 server of blocking sockets on 127.0.0.1, one thread a connection, that remembers what it was asked.
/// Its answers are written as they are, so that they can be as wrong as a test needs them.
final class TestServer: Sendable {
  struct Request: Sendable {
    /// Counts connections from 0.
    var connection: Int
    var line: String
    /// Names in lower case.
    var headers: [String: String]
    var body: [UInt8]
  }

  private struct State {
    var requests: [Request] = []
    var connections = 0
    /// Of the connections that are open. They are closed under the mutex, so that their numbers mean nothing else.
    var descriptors: Set<Int32> = []
    var underWay = 0
    var mostUnderWay = 0
    var isStopped = false
  }

  let port: UInt16
  private let listener: Int32
  private let greeting: [UInt8]
  private let answer: @Sendable (Request) -> [UInt8]
  private let state = Mutex(State())

  /// - Parameters:
  ///   - greeting: is written before anything is read, which no HTTP server does.
  ///   - answer: called on the connection's thread, which it may block. After an empty answer, or one that says
  ///     `Connection: close`, the connection is closed.
  init(greeting: String = "", answer: @escaping @Sendable (Request) -> [UInt8]) throws {
    self.greeting = Array(greeting.utf8)
    (listener, port) = try bound()
    self.answer = answer
    guard listen(listener, 512) == 0 else { throw SocketError(number: errno) }
    Thread { [self] in accept() }.start()
  }

  convenience init(text: String) throws {
    try self.init { _ in Array(text.utf8) }
  }

  var requests: [Request] { state.withLock { $0.requests } }
  var connections: Int { state.withLock { $0.connections } }
  var mostUnderWay: Int { state.withLock { $0.mostUnderWay } }
  var url: String { "http://127.0.0.1:\(port)/hook" }

  /// Ends every connection. Blocked answers have to be let go by the test.
  func stop() {
    state.withLock { state in
      state.isStopped = true
      shutdown(listener, Int32(SHUT_RDWR))
      for descriptor in state.descriptors { shutdown(descriptor, Int32(SHUT_RDWR)) }
    }
  }

  private func accept() {
    while true {
      let descriptor = Glibc.accept(listener, nil, nil)
      guard descriptor >= 0 else { break }
      let number = state.withLock { state -> Int? in
        guard !state.isStopped else { return nil }
        state.descriptors.insert(descriptor)
        state.connections += 1
        return state.connections - 1
      }
      guard let number else {
        close(descriptor)
        break
      }
      Thread { [self] in serve(descriptor, number) }.start()
    }
    close(listener)
  }

  private func serve(_ descriptor: Int32, _ number: Int) {
    _ = write(greeting, to: descriptor)
    var reader = SocketReader(descriptor: descriptor)
    while let request = reader.request(connection: number) {
      state.withLock { state in
        state.requests.append(request)
        state.underWay += 1
        state.mostUnderWay = max(state.mostUnderWay, state.underWay)
      }
      let bytes = answer(request)
      state.withLock { $0.underWay -= 1 }
      guard write(bytes, to: descriptor), !bytes.isEmpty else { break }
      if String(decoding: bytes.prefix(1_024), as: UTF8.self).contains("Connection: close") { break }
    }
    state.withLock { state in
      state.descriptors.remove(descriptor)
      _ = close(descriptor)
    }
  }
}

struct SocketError: Error {
  var number: Int32
}

/// A socket bound to a free port of 127.0.0.1. Nobody listens yet: connecting to it is refused.
func bound() throws -> (descriptor: Int32, port: UInt16) {
  let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
  var length = socklen_t(MemoryLayout<sockaddr_in>.size)
  let result = withUnsafeMutablePointer(to: &address) { pointer in
    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
      bind(descriptor, pointer, length) == 0 && getsockname(descriptor, pointer, &length) == 0
    }
  }
  guard result else { throw SocketError(number: errno) }
  return (descriptor, UInt16(bigEndian: address.sin_port))
}

private func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
  bytes.withUnsafeBytes { bytes in
    var written = 0
    while written < bytes.count {
      let count = send(
        descriptor, bytes.baseAddress?.advanced(by: written), bytes.count - written, Int32(MSG_NOSIGNAL))
      guard count > 0 else { return false }
      written += count
    }
    return true
  }
}

private struct SocketReader {
  let descriptor: Int32
  private var buffer: [UInt8] = []

  init(descriptor: Int32) {
    self.descriptor = descriptor
  }

  /// Nil at the end of the connection.
  mutating func request(connection: Int) -> TestServer.Request? {
    var headLength: Int?
    while headLength == nil {
      guard fill(buffer.count + 1) else { return nil }
      headLength = buffer.firstRange(of: Array("\r\n\r\n".utf8))?.upperBound
    }
    let head = buffer.prefix(headLength ?? 0)
    buffer = Array(buffer.dropFirst(head.count))
    let lines = String(decoding: head, as: UTF8.self).split(separator: "\r\n")
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard let name = parts.first, let value = parts.last, parts.count == 2 else { continue }
      headers[name.lowercased()] = value.trimmingCharacters(in: .whitespaces)
    }
    let length = Int(headers["content-length"] ?? "") ?? 0
    guard let line = lines.first, fill(length) else { return nil }
    let body = Array(buffer.prefix(length))
    buffer = Array(buffer.dropFirst(length))
    return TestServer.Request(connection: connection, line: String(line), headers: headers, body: body)
  }

  private mutating func fill(_ count: Int) -> Bool {
    var chunk = [UInt8](repeating: 0, count: count > 65_536 ? 65_536 : 4_096)
    while buffer.count < count {
      let received = recv(descriptor, &chunk, chunk.count, 0)
      guard received > 0 else { return false }
      buffer.append(contentsOf: chunk[..<received])
    }
    return true
  }
}
