import Hummingbird
import SegmentModel
import StrataService
import TrackedPropertyStore

/// `/events`: those of everyone in the order in which they came, the last one first, each with the contact's id.
struct EventsController: Sendable {
  let services: QueryServices

  func addRoutes(to api: APIRoutes) {
    api.read.get("events", use: list)
  }

  @Sendable private func list(_ request: Request, _ context: QueryContext) async throws -> Response {
    var query = QueryReader(request)
    let cursor = try RowCursor.read(&query, at: services.clock.now)
    let limit = query.limit()
    try query.finish()
    return try await services.read { services in
      try services.profiles.read { profiles in
        let before = cursor.after > 0 ? cursor.after : .max
        let events = try profiles.latestEvents(before: before, limit: limit + 1)
        let sources = try EventAnswer.sources(in: profiles)
        let page = events.prefix(limit)
        var next = cursor
        next.after = page.last?.id ?? cursor.after
        return ListPage(
          data: try page.map { try EventAnswer.json($0, sources: sources, in: profiles) },
          nextCursor: events.count > limit ? next.text : nil)
      }
    }.response
  }
}
