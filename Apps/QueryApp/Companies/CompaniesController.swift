import EventIngest
import HTTPTypes
import Hummingbird
import SegmentModel
import SegmentSync
import StrataService
import TrackedPropertyStore

/// `/companies`. In a path a company is its id or `groupId:acme`.
struct CompaniesController: Sendable {
  let services: QueryServices

  func addRoutes(to api: APIRoutes) {
    api.read.get("companies", use: list)
    api.read.get("companies/{id}", use: show)
    api.write.patch("companies/{id}", use: patch)
    api.write.delete("companies/{id}", use: delete)
    api.read.get("companies/{id}/events", use: events)
    api.read.get("companies/{id}/segments", use: segments)
    api.read.get("companies/{id}/contacts", use: contacts)
  }

  @Sendable private func list(_ request: Request, _ context: QueryContext) async throws -> Response {
    let listing = try ProfileListing(request, ofCompanies: true, at: services.clock.now)
    return try await services.read { try listing.page($0) }.response
  }

  @Sendable private func show(_ request: Request, _ context: QueryContext) async throws -> Response {
    let reference = try CompanyReference(try context.pathParameter("id"))
    try SegmentsController.refuseParameters(request)
    let json = try await services.read { try $0.profiles.read { CompanyAnswer.json(try $0.found(reference)) } }
    return Self.response(json)
  }

  /// Writes properties as a server source would.
  @Sendable private func patch(_ request: Request, _ context: QueryContext) async throws -> Response {
    let reference = try CompanyReference(try context.pathParameter("id"))
    let condition = try request.requireIfMatch()
    let properties = try Self.properties(try await request.json(upTo: RequestLimits.body))
    let json = try await services.write { services in
      try services.profiles.write { transaction in
        let company = try transaction.reader.found(reference)
        try condition.require(CompanyAnswer.json(company))
        try ProfileEditing(transaction, at: services.clock.now).write(properties, toCompany: company.id)
        return CompanyAnswer.json(try transaction.reader.found(reference))
      }.value
    }
    return Self.response(json)
  }

  /// Ends its links and removes it; its contacts stay.
  @Sendable private func delete(_ request: Request, _ context: QueryContext) async throws -> Response {
    let reference = try CompanyReference(try context.pathParameter("id"))
    let condition = try request.requireIfMatch()
    try await services.erase { services in
      let company = try services.profiles.read { try $0.found(reference) }
      try condition.require(CompanyAnswer.json(company))
      try services.profiles.deleteCompany(company.id)
    }
    return .noContent()
  }

  /// Those of its contacts, the newest first, each with the contact's id.
  @Sendable private func events(_ request: Request, _ context: QueryContext) async throws -> Response {
    let reference = try CompanyReference(try context.pathParameter("id"))
    let asked = try EventPageRequest(request, at: services.clock.now)
    return try await services.read { services in
      try services.profiles.read { profiles in
        let company = try profiles.found(reference)
        let events = try profiles.events(ofCompany: company.id, before: asked.before, limit: asked.wanted)
        let sources = try EventAnswer.sources(in: profiles)
        return try asked.page(of: events) { try EventAnswer.json($0, sources: sources, in: profiles) }
      }
    }.response
  }

  @Sendable private func segments(_ request: Request, _ context: QueryContext) async throws -> Response {
    let reference = try CompanyReference(try context.pathParameter("id"))
    let asked = try RowPageRequest(request, at: services.clock.now)
    return try await services.read { services in
      let company = try services.profiles.read { try $0.found(reference) }
      return try services.segments(ofMember: company.publicID, asked)
    }.response
  }

  /// Those who belong to it, in the order in which they came.
  @Sendable private func contacts(_ request: Request, _ context: QueryContext) async throws -> Response {
    let reference = try CompanyReference(try context.pathParameter("id"))
    let asked = try RowPageRequest(request, at: services.clock.now)
    return try await services.read { services in
      let rows = try services.profiles.read { profiles in
        try profiles.contacts(of: profiles.found(reference).id, after: asked.after, limit: asked.wanted)
      }
      return try asked.page(of: rows, id: \.self) { try services.describe(Array($0), isPeople: true) }
    }.response
  }

  private static func response(_ json: JSONValue) -> Response {
    .json(json, headers: [.eTag: EntityTag(of: json).description])
  }

  /// `{properties}`.
  private static func properties(_ json: JSONValue) throws(InvalidInput) -> CompanyProperties {
    var mistakes = MistakeCollector()
    guard let object = JSONObjectReader(json, at: .root, known: ["properties"], &mistakes) else {
      throw InvalidInput(mistakes.errors)
    }
    let refused = ["modifiedAt": "is the latest write of a property, and kept by itself"]
    let values = PropertyObject.read("properties", of: object, refusing: refused, &mistakes)
    let pointer = object.pointer.appending("properties")
    PropertyObject.checkInstants(["createdAt"], in: values, at: pointer, &mistakes)
    if !mistakes.errors.isEmpty { throw InvalidInput(mistakes.errors) }
    return CompanyProperties(values)
  }
}
