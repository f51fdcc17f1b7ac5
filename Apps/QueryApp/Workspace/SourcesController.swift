import Hummingbird
import SegmentModel
import StrataService
import TrackedPropertyStore

/// `/sources`: where data may come from, each with its write key.
struct SourcesController: Sendable {
  let services: QueryServices

  func addRoutes(to api: APIRoutes) {
    api.read.get("sources", use: list)
    api.admin.post("sources", use: create)
    api.admin.delete("sources/{id}", use: revoke)
  }

  @Sendable private func list(_ request: Request, _ context: QueryContext) async throws -> Response {
    try SegmentsController.refuseParameters(request)
    return try await services.read { services in
      let sources = try services.profiles.read { try $0.sources() }
      return ListPage(
        data: sources.map { listing in
          .object(
            listing.source.json + [
              JSONMember("keyPrefix", .string(listing.keyPrefix)),
              JSONMember("createdAt", .string(listing.createdAt.description)),
            ])
        })
    }.response
  }

  /// The answer bears the write key and the secret for proofs: they are shown this once.
  @Sendable private func create(_ request: Request, _ context: QueryContext) async throws -> Response {
    let asked = try SourceRequest(try await request.json(upTo: RequestLimits.body))
    let now = services.clock.now
    let (source, key) = try await services.write { services in
      try services.profiles.write {
        try $0.createSource(
          name: asked.name, kind: asked.kind, allowedOrigins: asked.allowedOrigins, isKeyless: asked.isKeyless,
          requiresProof: asked.requiresProof, now: now)
      }.value
    }
    let more = [
      JSONMember("createdAt", .string(now.description)), JSONMember("writeKey", .string(key)),
      JSONMember("proofSecret", .string(source.proofSecret)),
    ]
    return .json(.object(source.json + more), status: .created)
  }

  /// What the source sent stays.
  @Sendable private func revoke(_ request: Request, _ context: QueryContext) async throws -> Response {
    let id = try context.pathParameter("id")
    let now = services.clock.now
    do {
      try await services.write { services in
        _ = try services.profiles.write { try $0.revokeSource(id, now: now) }
      }
    } catch ProfileStoreError.sourceMissing {
      throw Problem.notFound("There is no such source, or it was revoked before.")
    }
    return .noContent()
  }
}

extension Source {
  /// `{id, name, kind, allowedOrigins, keyless, requireProof, revokedAt}`.
  fileprivate var json: [JSONMember] {
    [
      JSONMember("id", .string(publicID)), JSONMember("name", .string(name)),
      JSONMember("kind", .string(kind.rawValue)),
      JSONMember("allowedOrigins", .array(allowedOrigins.map { .string($0) })),
      JSONMember("keyless", .boolean(isKeyless)), JSONMember("requireProof", .boolean(requiresProof)),
      JSONMember("revokedAt", revokedAt.map { .string($0.description) } ?? .null),
    ]
  }
}
