import EventIngest
import IngestDialects
import SegmentModel

extension Instant {
  static let noon = Instant(milliseconds: 1_795_521_600_000)
}

/// Builders of requests to the tracking API.
enum Tracking {
  static func request(
    _ path: String, _ body: String, query: [String: String] = [:], headers: [String: String] = [:]
  ) -> IngestRequest {
    IngestRequest(
      method: "POST", path: path, query: query, headers: headers, body: Array(body.utf8), receivedAt: .noon)
  }

  static func read(
    _ path: String, _ body: String, query: [String: String] = [:], headers: [String: String] = [:]
  ) throws(IngestRefusal) -> IngestBatch {
    try TrackingAPI().read(request(path, body, query: query, headers: headers))
  }

  /// The one message of a single call.
  static func message(_ path: String, _ body: String) throws -> IngestMessage {
    let items = try read(path, body).items
    guard let item = items.first, items.count == 1 else { throw OtherMessage() }
    return try item.content.get()
  }

  /// The reader understood something else.
  struct OtherMessage: Error {}

  /// Why the one message of a single call is rejected.
  static func rejection(_ path: String, _ body: String) throws -> String? {
    guard case .failure(let rejection) = try read(path, body).items.first?.content else { return nil }
    return rejection.code
  }

  static func refusal(_ body: () throws(IngestRefusal) -> IngestBatch) -> IngestRefusal? {
    do {
      _ = try body()
      return nil
    } catch {
      return error
    }
  }

  /// Attributes of an event, or properties of a contact, by name.
  static func values(_ list: [NamedValue]) -> [String: Value?] {
    Dictionary(list.map { ($0.name, $0.value) }, uniquingKeysWith: { _, last in last })
  }
}

extension IngestMessage {
  var event: (name: String, attributes: [String: Value?])? {
    if case .event(let name, let attributes) = action { (name, Tracking.values(attributes)) } else { nil }
  }

  var identify: (traits: ContactTraits, tracked: [String: Value?])? {
    if case .identify(let traits, let tracked) = action { (traits, Tracking.values(tracked)) } else { nil }
  }
}
