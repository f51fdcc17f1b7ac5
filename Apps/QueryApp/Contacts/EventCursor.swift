import Hummingbird
import SegmentModel
import StrataService

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

/// What a request for a page of events asks, the newest first.
struct EventPageRequest {
  private let cursor: EventCursor
  private let limit: Int

  /// - Throws: `Problem` 400 for bad parameters, 410 for a cursor that is too old.
  init(_ request: Request, at now: Instant) throws {
    var query = QueryReader(request)
    cursor = try EventCursor.read(&query, at: now)
    limit = query.limit()
    try query.finish()
  }

  var before: (time: Instant, id: Int64)? { cursor.before }

  /// Events to read: the one that is too many says that there is another page.
  var wanted: Int { limit + 1 }

  /// - Parameter events: `wanted` of them, where there are so many.
  func page(of events: [EventRecord], _ json: (EventRecord) throws -> JSONValue) rethrows -> ListPage {
    let shown = events.prefix(limit)
    return ListPage(
      data: try shown.map(json), nextCursor: events.count > limit ? shown.last.map { cursor.after($0).text } : nil)
  }
}
