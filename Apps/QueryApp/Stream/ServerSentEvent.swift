import SegmentModel

/// One event of a stream.
/// Source: https://html.spec.whatwg.org/multipage/server-sent-events.html
struct ServerSentEvent: Sendable, Equatable {
  /// Something that clients pass over; it shows that the connection is alive.
  static let heartbeat = ": heartbeat\n\n"
  /// How long a client waits before it connects again, in milliseconds.
  static let retry = "retry: 2000\n\n"

  var name: String
  /// Nil where the client's last id stays as it is.
  var id: String?
  /// Written on one line.
  var data: JSONValue

  var text: String { "event: \(name)\n" + (id.map { "id: \($0)\n" } ?? "") + "data: \(data.text)\n\n" }
}
