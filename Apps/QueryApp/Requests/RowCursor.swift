import Hummingbird
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

/// What a request for a page of a list in the order of row ids asks, that has no other parameters.
struct RowPageRequest {
  let cursor: RowCursor
  let limit: Int

  /// - Throws: `Problem` 400 for bad parameters, 410 for a cursor that is too old.
  init(_ request: Request, at now: Instant) throws {
    var query = QueryReader(request)
    cursor = try RowCursor.read(&query, at: now)
    limit = query.limit()
    try query.finish()
  }

  var after: Int64 { cursor.after }

  /// Rows to read: the one that is too many says that there is another page.
  var wanted: Int { limit + 1 }

  /// - Parameters:
  ///   - rows: `wanted` of them, where there are so many.
  ///   - id: a row's id.
  ///   - data: what is answered of those on the page.
  func page<Row>(
    of rows: [Row], id: (Row) -> Int64, _ data: (ArraySlice<Row>) throws -> [JSONValue]
  ) rethrows -> ListPage {
    let shown = rows.prefix(limit)
    var next = cursor
    next.after = shown.last.map(id) ?? cursor.after
    return ListPage(data: try data(shown), nextCursor: rows.count > limit ? next.text : nil)
  }
}
