import SegmentModel
import TrackedPropertyStore

/// An event as it is written: `{id, time, name, contact, attributes, source}`.
enum EventJSON {
  static let columns = [
    Column("time"), Column("name"), Column("contact"), Column("attributes"), Column("source"),
  ]

  /// - Parameter sources: as of `SourceNames`.
  static func value(_ event: EventRecord, sources: SourceNames, in profiles: ProfileReader) throws -> JSONValue {
    let contact = try profiles.profile(event.contact, properties: [])
    return [
      "id": .string(String(event.id)), "time": .string(event.time.description), "name": .string(event.name),
      "contact": contact.map { .string($0.publicID) } ?? .null, "attributes": ContactJSON.object(event.attributes),
      "source": sources[event.source],
    ]
  }
}

/// Public ids of sources.
struct SourceNames {
  private let ids: [Int64: String]

  init(_ profiles: ProfileReader) throws {
    let sources = try profiles.sources().map { ($0.source.id, $0.source.publicID) }
    ids = Dictionary(sources, uniquingKeysWith: { first, _ in first })
  }

  /// Null for an import, and for a source that is not there.
  subscript(row: Int64?) -> JSONValue { row.flatMap { ids[$0] }.map { .string($0) } ?? .null }
}
