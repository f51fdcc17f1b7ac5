import Hummingbird
import SegmentModel
import SegmentSync
import StrataService

/// `/segments/{id}/revisions`: the definitions before and the present one, the newest first.
struct RevisionsController: Sendable {
  let services: QueryServices

  func addRoutes(to api: APIRoutes) {
    api.read.get("segments/{id}/revisions", use: revisions)
  }

  @Sendable private func revisions(_ request: Request, _ context: QueryContext) async throws -> Response {
    let id = try context.pathParameter("id")
    var query = QueryReader(request)
    let cursor = try RowCursor.read(&query, at: services.clock.now)
    let limit = query.limit()
    try query.finish()
    return try await services.read { services in
      let before = cursor.after > 0 ? cursor.after : nil
      let page = try services.segments.revisions(of: id, before: before, limit: limit)
      return ListPage(
        data: page.revisions.map(\.json),
        nextCursor: page.next.map { RowCursor(after: $0, begunAt: cursor.begunAt).text })
    }.response
  }
}
