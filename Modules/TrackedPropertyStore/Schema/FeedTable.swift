import GRDB
import SegmentModel

/// Where the change feed begins and ends.
enum FeedTable {
  static let millisecondsAnHour: Int64 = 3_600_000

  /// Hours since 1970.
  static func hour(of instant: Instant) -> Int64 { instant.milliseconds / millisecondsAnHour }

  /// The highest position ever given; 0 before the first.
  static func lastPosition(in database: Database) throws -> Int64 {
    try database.statement("SELECT seq FROM sqlite_sequence WHERE name = 'feed'").first { $0.integer(0) } ?? 0
  }

  /// The lowest position that a follower may have and still miss nothing.
  static func firstCursor(in database: Database) throws -> Int64 {
    let first = try database.statement("SELECT min(position) FROM feed").first { $0.optionalInteger(0) } ?? nil
    return try first.map { $0 - 1 } ?? lastPosition(in: database)
  }
}
