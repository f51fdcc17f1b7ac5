import SegmentModel
import StrataService

/// Where the next page of a list in the order of row ids begins; it works for ten minutes from the first page on.
struct RowCursor {
  /// Row id of the last thing given out.
  var after: Int64
  var begunAt: Instant

  /// The one that the request bears, or the beginning.
  /// - Throws: `Problem` 410 for one that is too old.
  static func read(_ query: inout QueryReader, at now: Instant) throws -> RowCursor {
    guard let json = query.cursor() else { return RowCursor(after: 0, begunAt: now) }
    guard let after = json["after"]?.integerValue, let begunAt = json["begun"]?.integerValue else {
      query.add(.badValue, "cursor", "is not one of this list")
      return RowCursor(after: 0, begunAt: now)
    }
    let cursor = RowCursor(after: Int64(after), begunAt: Instant(milliseconds: Int64(begunAt)))
    try RequestLimits.checkAge(of: cursor.begunAt, at: now)
    return cursor
  }

  var text: String {
    Cursor.encode(["after": .number(Double(after)), "begun": .number(Double(begunAt.milliseconds))])
  }
}
