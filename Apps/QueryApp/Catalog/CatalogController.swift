import HTTPTypes
import Hummingbird
import SegmentModel
import StrataService
import TrackedPropertyStore

/// `/catalog`: the names of properties and events, and what is known of them.
struct CatalogController: Sendable {
  let services: QueryServices

  func addRoutes(to api: APIRoutes) {
    api.read.get("catalog/properties", use: properties)
    api.write.patch("catalog/properties/{name}", use: declare)
    api.read.get("catalog/events", use: events)
  }

  /// By name; of people the tracked ones too.
  @Sendable private func properties(_ request: Request, _ context: QueryContext) async throws -> Response {
    var query = QueryReader(request)
    let type = query.choice("contentType", of: ContentType.self) ?? .contact
    let cursor = try NameCursor.read(&query, at: services.clock.now)
    let limit = query.limit()
    try query.finish()
    return try await services.read { services in
      try services.profiles.read { profiles in
        let names = try profiles.catalog(ofCompanies: !type.isPeople)
          .filter { cursor.isBefore($0.name, isTracked: $0.space == .tracked) }
        let page = names.prefix(limit)
        let last = names.count > limit ? page.last : nil
        return ListPage(
          data: try profiles.answers(page, ofCompanies: !type.isPeople),
          nextCursor: last.map { cursor.moved(to: $0.name, isTracked: $0.space == .tracked).text })
      }
    }.response
  }

  /// `?contentType=company` for a property of companies, `?tracked=true` for a tracked one.
  @Sendable private func declare(_ request: Request, _ context: QueryContext) async throws -> Response {
    let name = try context.pathParameter("name")
    var query = QueryReader(request)
    let type = query.choice("contentType", of: ContentType.self) ?? .contact
    let isTracked = query.flag("tracked") ?? false
    if isTracked, !type.isPeople { query.add(.conflictingKeys, "tracked", "is for people: companies have none") }
    try query.finish()
    let patch = try DeclarationPatch(try await request.json(upTo: RequestLimits.body))
    let space: PropertySpace = isTracked ? .tracked : type.isPeople ? .contact : .company
    return .json(
      try await services.write { try $0.profiles.write { try $0.declare(name, in: space, patch) }.value })
  }

  @Sendable private func events(_ request: Request, _ context: QueryContext) async throws -> Response {
    var query = QueryReader(request)
    let cursor = try NameCursor.read(&query, at: services.clock.now)
    let limit = query.limit()
    try query.finish()
    return try await services.read { services in
      let events = try services.profiles.read { try $0.events() }.filter { cursor.isBefore($0.name) }
      let page = events.prefix(limit)
      let next = events.count > limit ? page.last.map { cursor.moved(to: $0.name) } : nil
      return ListPage(data: page.map(\.json), nextCursor: next?.text)
    }.response
  }
}
