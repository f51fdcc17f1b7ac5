import Glibc
import Logging
import SegmentModel
import StrataService
import Testing

private struct HeldClock: WallClock {
  let now = Instant(milliseconds: 1_700_000_000_123)
}

@Suite struct LogTests {
  /// What a log writes into a pipe.
  private func lines(_ body: (Logger) -> Void) throws -> [JSONValue] {
    let pipe = try Pipe()
    var handler = LineLogHandler(
      label: "test", level: .info, sink: LogSink(descriptor: pipe.writing), clock: HeldClock())
    handler[metadataKey: "server"] = "ingest"
    body(Logger(label: "test") { _ in handler })
    return try pipe.content().split(separator: 0x0A).map { try JSONReader.read($0) }
  }

  @Test func lineIsJSONWhereNoTerminalReads() throws {
    let lines = try lines { logger in
      logger.debug("too quiet")
      logger.info("started\nreally", metadata: ["port": "3200"])
    }
    #expect(
      lines == [
        [
          "time": "2023-11-14T22:13:20.123Z", "level": "info", "logger": "test", "message": "started\nreally",
          "fields": ["port": "3200", "server": "ingest"],
        ]
      ])
  }

  @Test func hugeLineIsCutAndStaysOneJSONLine() throws {
    let lines = try lines { logger in
      let controls = String(repeating: "\u{1}", count: 100_000)
      let letters = String(repeating: "é", count: 9000)
      logger.error("\(controls)", metadata: ["a": "\(letters)"])
    }
    #expect(lines.count == 1)
    #expect(lines.first?.bytes().count ?? .max < LogSink.maximumLineLength)
    #expect(lines.first?["message"]?.stringValue?.hasSuffix("…") == true)
  }

  @Test func readerThatHasStoppedCostsLinesAndNotTime() throws {
    let pipe = try Pipe()
    let handler = LineLogHandler(label: "test", level: .info, sink: LogSink(descriptor: pipe.writing))
    let logger = Logger(label: "test") { _ in handler }
    // A pipe holds 64 KiB; a thread that waited for room would wait for ever.
    for number in 0..<2000 { logger.info("line \(number) of a log that nobody reads at the moment") }
    let first = pipe.available()
    logger.info("after the reader came back")
    let rest = try pipe.content().split(separator: 0x0A).map { try JSONReader.read($0) }
    #expect(first.count > 10_000)
    #expect(rest.last?["message"] == "after the reader came back")
    let dropped = rest.compactMap { $0["fields"]?["dropped"]?.stringValue }.compactMap { Int($0) }
    #expect(dropped.count == 1)
    #expect((dropped.first ?? 0) > 500)
  }
}

/// A pipe whose ends the test holds.
private final class Pipe {
  let writing: Int32
  private let reading: Int32
  private var isOpen = true

  init() throws {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    reading = ends[0]
    writing = ends[1]
  }

  deinit {
    if isOpen { close(writing) }
    close(reading)
  }

  /// What is in the pipe now.
  func available() -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    let count = read(reading, &bytes, bytes.count)
    return Array(bytes.prefix(max(0, count)))
  }

  /// Everything to the end, which this brings about.
  func content() throws -> [UInt8] {
    close(writing)
    isOpen = false
    var all: [UInt8] = []
    while case let part = available(), !part.isEmpty { all += part }
    return all
  }
}
