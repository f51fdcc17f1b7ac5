import Foundation
import Synchronization

/// `openssl s_server` on 127.0.0.1 with a new certificate for the name `localhost` alone. It answers 200 once the
/// example message has arrived.
final class TLSServer: Sendable {
  private static let openssl = URL(fileURLWithPath: "/usr/bin/openssl")

  /// The certificates of a system that can use TLS depend on it.
  static var isAvailable: Bool { FileManager.default.isExecutableFile(atPath: openssl.path) }

  /// The path of the certificate, which is its own authority.
  let certificate: String
  let port: UInt16

  private let directory: URL
  private let input: FileHandle
  private let stopProcess: @Sendable () -> Void
  private let output: Output

  /// What the server printed, which it reads on a thread of its own.
  private final class Output: Sendable {
    private let text = Mutex("")

    var value: String { text.withLock { $0 } }

    func append(_ data: Data) -> String {
      text.withLock { text in
        text += String(decoding: data, as: UTF8.self)
        return text
      }
    }
  }

  init() throws {
    directory = FileManager.default.temporaryDirectory.appendingPathComponent("strata-tls-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    let key = directory.appendingPathComponent("key.pem")
    let certificate = directory.appendingPathComponent("certificate.pem")
    self.certificate = certificate.path
    let maker = try Self.start([
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
      "-keyout", key.path, "-out", certificate.path, "-subj", "/CN=localhost",
      "-addext", "subjectAltName=DNS:localhost",
    ]).process
    maker.waitUntilExit()
    let (process, input, lines) = try Self.start([
      "s_server", "-accept", "127.0.0.1:0", "-cert", certificate.path, "-key", key.path,
    ])
    self.input = input
    stopProcess = {
      // What it inherits of the thread that starts it may block every other signal.
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
    }
    output = Output()
    var printed = ""
    // "ACCEPT 127.0.0.1:PORT" is the first that it says.
    while printed.firstMatch(of: #/ACCEPT \S+:\d+\n/#) == nil {
      let data = lines.availableData
      guard !data.isEmpty else { throw SocketError(number: 0) }
      printed = output.append(data)
    }
    guard let text = printed.firstMatch(of: #/ACCEPT \S+:(\d+)\n/#)?.output.1, let port = UInt16(text) else {
      throw SocketError(number: 0)
    }
    self.port = port
    Thread { [output] in
      while case let data = lines.availableData, !data.isEmpty {
        if output.append(data).contains("2432232314}") {
          input.write(Data("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".utf8))
        }
      }
    }.start()
  }

  /// Everything that came through the secure connection.
  var received: String { output.value }

  func stop() {
    stopProcess()
    try? FileManager.default.removeItem(at: directory)
  }

  private static func start(
    _ arguments: [String]
  ) throws -> (process: Process, input: FileHandle, output: FileHandle) {
    let process = Process()
    let (input, output) = (Pipe(), Pipe())
    process.executableURL = openssl
    process.arguments = arguments
    process.standardInput = input
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    return (process, input.fileHandleForWriting, output.fileHandleForReading)
  }
}
