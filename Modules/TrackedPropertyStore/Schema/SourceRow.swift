import GRDB
import SegmentModel

/// Reads a source. Its allowed origins are kept a line each; an origin has no line feed.
enum SourceRow {
  static let columns = """
    id, publicID, name, kind, allowedOrigins, isKeyless, requiresProof, proofSecret, revokedAt, keyPrefix, createdAt
    """

  static func source(_ row: SQLRow) throws -> Source {
    guard let kind = Source.Kind(rawValue: row.text(3)) else {
      throw ProfileStoreError.damaged(table: "source", id: row.integer(0))
    }
    return Source(
      id: row.integer(0), publicID: row.text(1), name: row.text(2), kind: kind, allowedOrigins: origins(row.text(4)),
      isKeyless: row.boolean(5), requiresProof: row.boolean(6), proofSecret: row.text(7),
      revokedAt: row.optionalInstant(8))
  }

  static func listing(_ row: SQLRow) throws -> SourceListing {
    SourceListing(source: try source(row), keyPrefix: row.text(9), createdAt: row.instant(10))
  }

  static func text(ofOrigins origins: [String]) -> String { origins.joined(separator: "\n") }

  private static func origins(_ text: String) -> [String] { text.split(separator: "\n").map(String.init) }
}
