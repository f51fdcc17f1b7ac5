import Hummingbird
import SegmentModel
import StrataService
import TrackedPropertyStore

/// `/contacts`.
struct ContactsController: Sendable {
  let services: QueryServices

  func addRoutes(to api: APIRoutes) {
    api.read.get("contacts", use: list)
    api.read.get("contacts/{id}", use: show)
  }

  /// Everyone in the order in which they came, or the members of one segment.
  @Sendable private func list(_ request: Request, _ context: QueryContext) async throws -> Response {
    var query = QueryReader(request)
    let segment = query.text("segment")
    if query.text("search") != nil { throw Problem.notSupported("Searching contacts") }
    let limit = query.limit()
    if let segment {
      let cursor = query.text("cursor")
      try query.finish()
      return try await services.read { try $0.members(of: segment, cursor: cursor, limit: limit) }.response
    }
    let cursor = try RowCursor.read(&query, at: services.clock.now)
    try query.finish()
    return try await services.read { services in
      try services.profiles.read { profiles in
        let contacts = try profiles.contacts(after: cursor.after, limit: limit + 1)
        let page = contacts.prefix(limit)
        var next = cursor
        next.after = page.last?.id ?? cursor.after
        return ListPage(
          data: try page.map { try ContactAnswer.json($0, in: profiles) },
          nextCursor: contacts.count > limit ? next.text : nil)
      }
    }.response
  }

  @Sendable private func show(_ request: Request, _ context: QueryContext) async throws -> Response {
    let text = try context.pathParameter("id")
    let reference = try ContactReference(text)
    try SegmentsController.refuseParameters(request)
    return .json(
      try await services.read { services in
        try services.profiles.read { profiles in
          switch try reference.find(in: profiles) {
          case .found(let contact): try ContactAnswer.json(contact, in: profiles)
          case .merged(let winner): ["id": .string(text), "mergedInto": .string(winner)]
          }
        }
      })
  }
}
