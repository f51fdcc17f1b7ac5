package import Logging
package import SegmentModel

/// The log of every program: one line an event on standard error, text on a terminal, JSON elsewhere.
///
/// What is logged never holds keys, secrets or values of people: log names, ids and codes.
package struct LineLogHandler: LogHandler {
  package var logLevel: Logger.Level
  package var metadata: Logger.Metadata = [:]
  package var metadataProvider: Logger.MetadataProvider?

  private let label: String
  private let sink: LogSink
  private let clock: any WallClock

  package init(
    label: String, level: Logger.Level, sink: LogSink = .standardError, clock: any WallClock = SystemClock()
  ) {
    self.label = label
    self.logLevel = level
    self.sink = sink
    self.clock = clock
  }

  /// Makes this the log of every `Logger` of the process. To be called once, before the first one is made.
  package static func bootstrap(level: Logger.Level) {
    LoggingSystem.bootstrap { label in LineLogHandler(label: label, level: level) }
  }

  package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  package func log(event: LogEvent) {
    var fields = metadata
    if let provided = metadataProvider?.get() { fields.merge(provided) { _, new in new } }
    if let given = event.metadata { fields.merge(given) { _, new in new } }
    if let error = event.error { fields["error"] = .string("\(error)") }
    let line = LogLine(
      time: clock.now, level: event.level, label: label, message: event.message.description,
      fields: fields.sorted { $0.key < $1.key }.map { ($0.key, $0.value.description) })
    sink.write(bytes(of: line)) { dropped in
      bytes(
        of: LogLine(
          time: clock.now, level: .warning, label: label,
          message: "log lines were dropped, because standard error was not being read",
          fields: [("dropped", "\(dropped)")]))
    }
  }

  private func bytes(of line: LogLine) -> [UInt8] {
    sink.isTerminal ? line.text() : line.json()
  }
}
