package import SegmentModel

/// A fixed set of contacts, made by import or by freezing a segment.
package struct ListRecord: Sendable, Equatable {
  package var id: Int64
  /// `lst_…`
  package var publicID: String
  package var name: String
  package var createdAt: Instant
  /// How many contacts are on it.
  package var count: Int
}

extension ListRecord {
  /// `{id, name, count, createdAt}`.
  package var json: [JSONMember] {
    [
      JSONMember("id", .string(publicID)), JSONMember("name", .string(name)),
      JSONMember("count", .number(Double(count))), JSONMember("createdAt", .string(createdAt.description)),
    ]
  }
}

package enum ListLimits {
  package static let lists = 10_000
  /// Characters (Unicode scalars) of a name.
  package static let nameLength = 1...200
  /// How long a list may stay hidden before it counts as left behind by a crash, in milliseconds.
  static let abandonedAfter: Int64 = 24 * 3_600_000
}
