import SegmentModel
import StrataService
import TrackedPropertyStore

/// An event as it is answered: `{id, name, time, attributes, source}`.
enum EventAnswer {
  /// Public ids of all sources by row id.
  static func sources(in profiles: ProfileReader) throws -> [Int64: String] {
    let sources = try profiles.sources().map { ($0.source.id, $0.source.publicID) }
    return Dictionary(sources, uniquingKeysWith: { first, _ in first })
  }

  /// - Parameter sources: public ids by row id.
  static func json(_ event: EventRecord, sources: [Int64: String]) -> JSONValue {
    [
      "id": .string(String(event.id)), "name": .string(event.name), "time": .string(event.time.description),
      "attributes": .object(ContactAnswer.members(event.attributes)),
      "source": event.source.flatMap { sources[$0] }.map { .string($0) } ?? .null,
    ]
  }

  /// With `contact`, for lists of more than one contact's events.
  static func json(
    _ event: EventRecord, sources: [Int64: String], in profiles: ProfileReader
  ) throws -> JSONValue {
    let contact = try profiles.contact(event.contact)?.publicID
    return .object(
      (json(event, sources: sources).objectValue ?? [])
        + [JSONMember("contact", contact.map { .string($0) } ?? .null)])
  }
}

/// Where the next page of events begins; it works for ten minutes from the first page on.
struct EventCursor {
  /// Time and row id of the last event given out; nil at the beginning.
  var before: (time: Instant, id: Int64)?
  var begunAt: Instant

  /// The one that the request bears, or the beginning.
  /// - Throws: `Problem` 410 for one that is too old.
  static func read(_ query: inout QueryReader, at now: Instant) throws -> EventCursor {
    guard let json = query.cursor() else { return EventCursor(begunAt: now) }
    guard let time = json["time"]?.integerValue, let id = json["id"]?.integerValue,
      let begunAt = json["begun"]?.integerValue
    else {
      query.add(.badValue, "cursor", "is not one of this list")
      return EventCursor(begunAt: now)
    }
    let cursor = EventCursor(
      before: (Instant(milliseconds: Int64(time)), Int64(id)), begunAt: Instant(milliseconds: Int64(begunAt)))
    try RequestLimits.checkAge(of: cursor.begunAt, at: now)
    return cursor
  }

  func after(_ event: EventRecord) -> EventCursor { EventCursor(before: (event.time, event.id), begunAt: begunAt) }

  var text: String {
    Cursor.encode([
      "time": .number(Double(before?.time.milliseconds ?? 0)), "id": .number(Double(before?.id ?? 0)),
      "begun": .number(Double(begunAt.milliseconds)),
    ])
  }
}
