import EventIngest
import HTTPTypes
import Hummingbird
import IngestDialects
import SegmentModel
import SegmentSync
import StrataService
import TrackedPropertyStore

/// `/contacts`.
struct ContactsController: Sendable {
  let services: QueryServices

  func addRoutes(to api: APIRoutes) {
    api.read.get("contacts", use: list)
    api.read.get("contacts/{id}", use: show)
    api.write.patch("contacts/{id}", use: patch)
    api.write.delete("contacts/{id}", use: erase)
    api.read.get("contacts/{id}/events", use: events)
    api.read.get("contacts/{id}/segments", use: segments)
    api.write.delete("contacts/{id}/companies/{company}", use: unlink)
  }

  @Sendable private func list(_ request: Request, _ context: QueryContext) async throws -> Response {
    let listing = try ProfileListing(request, ofCompanies: false, at: services.clock.now)
    return try await services.read { try listing.page($0) }.response
  }

  @Sendable private func show(_ request: Request, _ context: QueryContext) async throws -> Response {
    let text = try context.pathParameter("id")
    let reference = try ContactReference(text)
    try SegmentsController.refuseParameters(request)
    return try await services.read { services in
      try services.profiles.read { profiles in
        switch try profiles.lookup(reference) {
        case .merged(let winner): return .json(["id": .string(text), "mergedInto": .string(winner)])
        case .found(let contact):
          let json = try ContactAnswer.json(contact, in: profiles)
          return .json(json, headers: [.eTag: EntityTag(of: json).description])
        }
      }
    }
  }

  /// Writes properties as a server source would.
  @Sendable private func patch(_ request: Request, _ context: QueryContext) async throws -> Response {
    let reference = try ContactReference(try context.pathParameter("id"))
    let condition = try request.requireIfMatch()
    let patch = try ContactPatch(try await request.json(upTo: RequestLimits.body))
    return try await services.write { services in
      try services.profiles.write { transaction in
        let contact = try transaction.reader.unmerged(reference)
        try condition.require(ContactAnswer.json(contact, in: transaction.reader))
        let (id, warnings) = try ProfileEditing(transaction, at: services.clock.now)
          .write(patch.traits, tracked: patch.tracked, toContact: contact.id)
        guard let json = try ContactAnswer.json(ofRow: id, in: transaction.reader) else {
          throw ProfileStoreError.contactMissing(id)
        }
        let told = warnings.map { ["code": .string($0.code), "detail": .string($0.message)] as JSONValue }
        let answer = told.isEmpty ? json : .object((json.objectValue ?? []) + [JSONMember("warnings", .array(told))])
        return .json(answer, headers: [.eTag: EntityTag(of: json).description])
      }.value
    }
  }

  /// Erases the contact with all that is kept of it, and answers when the last of its events is overwritten; nobody sees
  /// the contact from the beginning of it on.
  @Sendable private func erase(_ request: Request, _ context: QueryContext) async throws -> Response {
    let reference = try ContactReference(try context.pathParameter("id"))
    let condition = try request.requireIfMatch()
    try await services.erase { services in
      let id = try services.profiles.read { profiles in
        let contact = try profiles.unmerged(reference)
        try condition.require(ContactAnswer.json(contact, in: profiles))
        return contact.id
      }
      try services.profiles.eraseContact(id, namesOfIDs: Dialects.namesOfIDs)
    }
    return .noContent()
  }

  /// The newest first.
  @Sendable private func events(_ request: Request, _ context: QueryContext) async throws -> Response {
    let reference = try ContactReference(try context.pathParameter("id"))
    let asked = try EventPageRequest(request, at: services.clock.now)
    return try await services.read { services in
      try services.profiles.read { profiles in
        let contact = try profiles.survivor(reference)
        let events = try profiles.events(of: contact.id, before: asked.before, limit: asked.wanted)
        let sources = try EventAnswer.sources(in: profiles)
        return asked.page(of: events) { EventAnswer.json($0, sources: sources) }
      }
    }.response
  }

  @Sendable private func segments(_ request: Request, _ context: QueryContext) async throws -> Response {
    let reference = try ContactReference(try context.pathParameter("id"))
    let asked = try RowPageRequest(request, at: services.clock.now)
    return try await services.read { services in
      let contact = try services.profiles.read { try $0.survivor(reference) }
      return try services.segments(ofMember: contact.publicID, asked)
    }.response
  }

  /// Ends a contact's link to a company. That a link is gone overwrites nothing, so that it may be asked without
  /// `If-Match`.
  @Sendable private func unlink(_ request: Request, _ context: QueryContext) async throws -> Response {
    let reference = try ContactReference(try context.pathParameter("id"))
    let companyReference = try CompanyReference(try context.pathParameter("company"))
    let condition = request.headers.contains(.ifMatch) ? try request.requireIfMatch() : nil
    try await services.write { services in
      _ = try services.profiles.write { transaction in
        let contact = try transaction.reader.survivor(reference)
        try condition?.require(ContactAnswer.json(contact, in: transaction.reader))
        let company = try transaction.reader.found(companyReference)
        guard try transaction.unlink(contact: contact.id, company: company.id) else {
          throw Problem.notFound("The contact does not belong to this company.")
        }
      }
    }
    return .noContent()
  }
}
