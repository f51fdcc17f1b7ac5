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
