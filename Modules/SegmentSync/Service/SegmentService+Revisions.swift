package import SegmentModel
package import SegmentStore

/// Some definitions of a segment, the newest first.
package struct RevisionsPage: Sendable, Equatable {
  package var revisions: [SegmentRevision]
  /// The oldest of them, where there are older ones.
  package var next: Int64?
}

extension SegmentService {
  /// Bytes of the definitions of one page; a single one may be longer.
  private static let revisionBytes = 4 << 20

  /// The present definition and those before it.
  /// - Parameter before: of the last page the oldest; nil for the first page.
  /// - Throws: `ServiceError.notFound`.
  package func revisions(of id: String, before: Int64? = nil, limit: Int = 100) throws -> RevisionsPage {
    try store.read { reading in
      _ = try stored(id, reading)
      let limit = min(max(limit, 1), Self.largestPage)
      let found = try reading.revisions(of: id, before: before, limit: limit, bytes: Self.revisionBytes)
      // The first one of all has the number 1, and none is ever removed.
      return RevisionsPage(revisions: found, next: found.last.flatMap { $0.revision > 1 ? $0.revision : nil })
    }
  }
}

extension SegmentRevision {
  /// `{revision, at, by, definition}`.
  package var json: JSONValue {
    [
      "revision": JSONValue(revision), "at": .string(at.description), "by": author.map { .string($0) } ?? .null,
      "definition": definition,
    ]
  }
}
