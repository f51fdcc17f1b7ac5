import GRDB
package import SegmentModel

/// One consistent state of `segments.sqlite`. Not to be kept beyond the transaction, nor used from another thread.
package class SegmentReading {
  let db: Database

  init(_ db: Database) { self.db = db }

  package func service() throws -> ServicePoint {
    guard let row = try Row.fetchOne(db.cachedStatement(sql: "SELECT * FROM service")) else {
      throw SegmentStoreError.damaged("it does not say where the service stands")
    }
    return ServicePoint(
      epoch: row["epoch"], version: row["version"], position: row["position"], now: row.instant("now"),
      settled: row.instant("settled"), profiles: row["profiles"], definitions: row["definitions"])
  }
}

/// The same state with one writer at work on it; see `SegmentStore.write`.
package final class SegmentWriting: SegmentReading {
  /// Runs a statement that comes again and again; what is prepared of it is kept.
  func run(_ sql: String, _ arguments: StatementArguments = StatementArguments()) throws {
    try db.cachedStatement(sql: sql).execute(arguments: arguments)
  }

  /// So that whoever follows definitions and endpoints reads them again.
  func definitionsChanged() throws {
    try db.execute(sql: "UPDATE service SET definitions = definitions + 1")
  }
}

/// Where the service stands.
package struct ServicePoint: Sendable, Equatable {
  package var epoch: String
  /// Of the last membership commit.
  package var version: Int64
  /// In the change feed of the profiles.
  package var position: Int64
  /// The last one that was committed.
  package var now: Instant
  /// Up to this instant, `now` at most, all that time alone changes is in the members.
  package var settled: Instant
  /// Which profiles are followed; nil before the first step.
  package var profiles: String?
  /// Rises whenever a definition or an endpoint is written.
  package var definitions: Int64
}

extension Row {
  func instant(_ column: String) -> Instant { Instant(milliseconds: self[column]) }

  func optionalInstant(_ column: String) -> Instant? {
    (self[column] as Int64?).map { Instant(milliseconds: $0) }
  }

  /// A word that is one of a known set.
  /// - Throws: `SegmentStoreError.damaged`.
  func word<Word: RawRepresentable>(_ column: String, _ type: Word.Type = Word.self) throws -> Word
  where Word.RawValue == String {
    let text: String = self[column]
    guard let word = Word(rawValue: text) else {
      throw SegmentStoreError.damaged("\"\(text)\" is no known \(column)")
    }
    return word
  }
}
