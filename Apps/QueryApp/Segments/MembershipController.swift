import Hummingbird
import SegmentModel
import SegmentSync
import StrataService
import TrackedPropertyStore

/// `/segments/{id}/count`, `/members` and `/changes`: what the follower has committed.
struct MembershipController: Sendable {
  let services: QueryServices

  func addRoutes(to api: APIRoutes) {
    api.read.get("segments/{id}/count", use: count)
    api.read.get("segments/{id}/members", use: members)
    api.read.get("segments/{id}/changes", use: changes)
  }

  @Sendable private func count(_ request: Request, _ context: QueryContext) async throws -> Response {
    let id = try context.pathParameter("id")
    try SegmentsController.refuseParameters(request)
    return .json(try await services.count(of: id).json)
  }

  @Sendable private func members(_ request: Request, _ context: QueryContext) async throws -> Response {
    let id = try context.pathParameter("id")
    var query = QueryReader(request)
    let cursor = query.text("cursor")
    let limit = query.limit()
    try query.finish()
    return try await services.read { try $0.members(of: id, cursor: cursor, limit: limit) }.response
  }

  @Sendable private func changes(_ request: Request, _ context: QueryContext) async throws -> Response {
    let id = try context.pathParameter("id")
    var query = QueryReader(request)
    let after = query.text("after")
    let cursor = query.text("cursor")
    if after != nil, cursor != nil { query.add(.conflictingKeys, "after", "says the same as \"cursor\": give one") }
    let limit = query.limit()
    try query.finish()
    return try await services.read { services in
      let page = try services.segments.changes(of: id, after: cursor ?? after, limit: limit)
      return ListPage(
        data: page.changes.map(\.json), nextCursor: page.nextCursor,
        more: MembershipController.standing(version: page.version, epoch: page.epoch))
    }.response
  }

  static func standing(version: Int64, epoch: String) -> [JSONMember] {
    [JSONMember("version", .number(Double(version))), JSONMember("epoch", .string(epoch))]
  }
}
