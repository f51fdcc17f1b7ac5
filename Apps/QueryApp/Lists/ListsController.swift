import HTTPTypes
import Hummingbird
import SegmentModel
import SegmentStore
import SegmentSync
import StrataService
import TrackedPropertyStore

/// `/lists`: fixed sets of contacts.
struct ListsController: Sendable {
  let services: QueryServices

  func addRoutes(to api: APIRoutes) {
    api.read.get("lists", use: list)
    api.write.post("lists", use: create)
    api.read.get("lists/{id}", use: show)
    api.write.delete("lists/{id}", use: delete)
    api.read.get("lists/{id}/contacts", use: contacts)
    api.write.post("lists/{id}/contacts", use: change)
  }

  @Sendable private func list(_ request: Request, _ context: QueryContext) async throws -> Response {
    let asked = try RowPageRequest(request, at: services.clock.now)
    return try await services.read { services in
      let lists = try services.profiles.read { try $0.lists(after: asked.after, limit: asked.wanted) }
      return asked.page(of: lists, id: \.id) { $0.map { .object($0.json) } }
    }.response
  }

  @Sendable private func create(_ request: Request, _ context: QueryContext) async throws -> Response {
    let asked = ListRequest(try await request.json(upTo: RequestLimits.definition))
    let list = try await services.write { try $0.createList(asked) }
    return .json(
      .object(list.json), status: .created, headers: [.location: "\(APIRoutes.root)/lists/\(list.publicID)"])
  }

  @Sendable private func show(_ request: Request, _ context: QueryContext) async throws -> Response {
    let id = try context.pathParameter("id")
    try SegmentsController.refuseParameters(request)
    let json = try await services.read { services in
      try services.listAnswer(try services.profiles.read { try $0.found(list: id) })
    }
    return .json(json, headers: [.eTag: EntityTag(of: json).description])
  }

  @Sendable private func delete(_ request: Request, _ context: QueryContext) async throws -> Response {
    let id = try context.pathParameter("id")
    let condition = try request.requireIfMatch()
    try await services.write { services in
      let list = try services.profiles.read { try $0.found(list: id) }
      try condition.require(services.listAnswer(list))
      let users = try services.segments.users(ofList: id)
      if !users.isEmpty { throw ServiceError.inUse(by: users) }
      try services.profiles.deleteList(list.id)
    }
    return .noContent()
  }

  @Sendable private func contacts(_ request: Request, _ context: QueryContext) async throws -> Response {
    let id = try context.pathParameter("id")
    let asked = try RowPageRequest(request, at: services.clock.now)
    return try await services.read { services in
      let rows = try services.profiles.read { profiles in
        try profiles.contacts(onList: profiles.found(list: id).id, after: asked.after, limit: asked.wanted)
      }
      return try asked.page(of: rows, id: \.self) { try services.describe(Array($0), isPeople: true) }
    }.response
  }

  /// `{id, name, count, …, added, removed}`: how many were not on the list and are now, were and are not.
  @Sendable private func change(_ request: Request, _ context: QueryContext) async throws -> Response {
    let id = try context.pathParameter("id")
    let asked = ListChange(try await request.json(upTo: RequestLimits.definition))
    return .json(
      try await services.write { services in
        let list = try services.profiles.read { try $0.found(list: id) }
        let (new, old) = try asked.rows(in: services.profiles)
        let (added, removed) = try services.profiles.changeList(list.id, adding: new, removing: old)
        let after = try services.profiles.read { try $0.found(list: id) }
        return .object(
          after.json + [
            JSONMember("added", .number(Double(added))), JSONMember("removed", .number(Double(removed))),
          ])
      })
  }
}

extension QueryServices {
  /// Blocks, for a large segment as long as it takes to write its members in small transactions.
  /// - Throws: `InvalidInput` with every mistake.
  fileprivate func createList(_ asked: ListRequest) throws -> ListRecord {
    switch asked.source {
    case .contacts(let names):
      var unknown = MistakeCollector()
      let rows = try names.rows(in: profiles, &unknown)
      let name = try Self.name(of: asked, unknown.errors)
      return try profiles.createList(named: name, contacts: rows)
    case .segment(let id):
      let name = try Self.name(of: asked, mistakes(ofSegment: id))
      return try profiles.createList(named: name, contacts: segments.allMembers(of: id).members.ids(after: 0))
    }
  }

  private static func name(of asked: ListRequest, _ more: [InputError]) throws(InvalidInput) -> String {
    let mistakes = asked.mistakes + more
    guard let name = asked.name, mistakes.isEmpty else { throw InvalidInput(mistakes) }
    return name
  }

  private func mistakes(ofSegment id: String) throws -> [InputError] {
    let pointer = JSONPointer.root.appending("segment")
    guard let segment = try store.read({ try $0.segment(id) }) else {
      return [InputError(pointer, .unknownSegment, "there is no segment \"\(id)\"")]
    }
    if segment.isPeople { return [] }
    return [InputError(pointer, .contentTypeMismatch, "a segment of companies cannot become a list of contacts")]
  }

  /// `{id, name, count, createdAt, usedBy}`. Blocks.
  fileprivate func listAnswer(_ list: ListRecord) throws -> JSONValue {
    let users = try segments.users(ofList: list.publicID)
    return .object(list.json + [JSONMember("usedBy", .array(users.map(\.json)))])
  }
}

extension ProfileReader {
  /// - Throws: `Problem` 404.
  fileprivate func found(list id: String) throws -> ListRecord {
    guard let list = try list(publicID: id) else { throw Problem.notFound("There is no such list.") }
    return list
  }
}
