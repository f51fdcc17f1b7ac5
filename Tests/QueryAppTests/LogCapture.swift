import Logging
import Synchronization

/// Keeps what is logged.
final class LogCapture: Sendable {
  struct Entry: Sendable, Equatable {
    var level: Logger.Level
    var message: String
    /// Of an answered request.
    var status: String?
  }

  private let kept = Mutex<[Entry]>([])
  private let (stream, continuation) = AsyncStream<Entry>.makeStream()

  var entries: [Entry] { kept.withLock { $0 } }

  /// Everything, from `trace` on.
  var logger: Logger { Logger(label: "test") { _ in Handler(capture: self) } }

  /// The next entry that fits; for one caller.
  func first(where fits: (Entry) -> Bool) async -> Entry? {
    for await entry in stream where fits(entry) { return entry }
    return nil
  }

  private func add(_ entry: Entry) {
    kept.withLock { $0.append(entry) }
    continuation.yield(entry)
  }

  private struct Handler: LogHandler {
    let capture: LogCapture
    var logLevel = Logger.Level.trace
    var metadata: Logger.Metadata = [:]

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      let status = event.metadata?["status"].map(\.description)
      capture.add(Entry(level: event.level, message: event.message.description, status: status))
    }
  }
}
