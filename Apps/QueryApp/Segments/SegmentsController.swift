import HTTPTypes
import Hummingbird
import SegmentModel
import SegmentStore
import SegmentSync
import StrataService
import TrackedPropertyStore

/// `/segments`: definitions.
struct SegmentsController: Sendable {
  let services: QueryServices

  func addRoutes(to api: APIRoutes) {
    api.read.get("segments", use: list)
    api.write.post("segments", use: create)
    api.read.get("segments/{id}", use: show)
    api.write.put("segments/{id}", use: replace)
    api.write.patch("segments/{id}", use: patch)
    api.write.delete("segments/{id}", use: delete)
  }

  @Sendable private func list(_ request: Request, _ context: QueryContext) async throws -> Response {
    var query = QueryReader(request)
    let cursor = try RowCursor.read(&query, at: services.clock.now)
    let asked = SegmentQuery(
      contentType: query.choice("contentType", of: ContentType.self), search: query.text("search"),
      member: query.text("contact"), cursor: String(cursor.after), limit: query.limit())
    try query.finish()
    return try await services.read { [asked] services in
      var asked = asked
      asked.member = try asked.member.map { try Self.publicID(of: $0, services) }
      return try services.segments(asked, begunAt: cursor.begunAt)
    }.response
  }

  /// - Parameter text: names a contact as a path does, or is the id of a company.
  /// - Throws: `Problem` 404, `BadReference`.
  private static func publicID(of text: String, _ services: QueryServices) throws -> String {
    if PublicID.company.matches(text) { return text }
    let reference = try ContactReference(text)
    return try services.profiles.read { try $0.survivor(reference).publicID }
  }

  @Sendable private func create(_ request: Request, _ context: QueryContext) async throws -> Response {
    let body = try await request.json(upTo: RequestLimits.definition)
    let answer = try await services.write { services in
      try services.answer(try services.segments.by(context.caller?.title).create(body), usedBy: [])
    }
    var headers = answer.headers
    headers[.location] = answer.location
    return .json(answer.json, status: .created, headers: headers)
  }

  @Sendable private func show(_ request: Request, _ context: QueryContext) async throws -> Response {
    let id = try context.pathParameter("id")
    try Self.refuseParameters(request)
    let answer = try await services.read { services in
      let (segment, users) = try services.segments.segment(id)
      return try services.answer(segment, usedBy: users)
    }
    return .json(answer.json, headers: answer.headers)
  }

  @Sendable private func replace(_ request: Request, _ context: QueryContext) async throws -> Response {
    try await update(request, context) { try $0.replace($1, with: $2, expecting: $3) }
  }

  @Sendable private func patch(_ request: Request, _ context: QueryContext) async throws -> Response {
    try await update(request, context) { try $0.patch($1, with: $2, expecting: $3) }
  }

  @Sendable private func delete(_ request: Request, _ context: QueryContext) async throws -> Response {
    let id = try context.pathParameter("id")
    let condition = try RevisionCondition.required(request)
    try await services.write { services in
      let current = try services.segments.segment(id).segment.revision
      try services.segments.delete(id, expecting: try condition.expected(current: current))
    }
    return .noContent()
  }

  private func update(
    _ request: Request, _ context: QueryContext,
    _ write: @escaping @Sendable (SegmentService, String, JSONValue, Int64?) throws -> StoredSegment
  ) async throws -> Response {
    let id = try context.pathParameter("id")
    let condition = try RevisionCondition.required(request)
    let body = try await request.json(upTo: RequestLimits.definition)
    let answer = try await services.write { services in
      let (old, users) = try services.segments.segment(id)
      let expected = try condition.expected(current: old.revision)
      let written = try write(services.segments.by(context.caller?.title), id, body, expected)
      return try services.answer(written, usedBy: users)
    }
    return .json(answer.json, headers: answer.headers)
  }

  static func refuseParameters(_ request: Request) throws {
    var query = QueryReader(request)
    try query.finish()
  }
}

extension QueryServices {
  /// A page of segments as they are answered. Blocks.
  /// - Parameter begunAt: when the first page was asked for.
  func segments(_ query: SegmentQuery, begunAt: Instant) throws -> ListPage {
    let page = try segments.segments(query)
    let answers = try answers(page)
    let next = page.nextCursor.flatMap(Int64.init).map { RowCursor(after: $0, begunAt: begunAt).text }
    return ListPage(data: answers.map(\.json), nextCursor: next)
  }

  /// Those that a contact or company is in. Blocks.
  func segments(ofMember publicID: String, _ asked: RowPageRequest) throws -> ListPage {
    let query = SegmentQuery(member: publicID, cursor: String(asked.after), limit: asked.limit)
    return try segments(query, begunAt: asked.cursor.begunAt)
  }
}
