import HTTPTypes
import Hummingbird
import SegmentModel
import SegmentStore
import StrataService

/// `/tokens`: who may use this API.
struct TokensController: Sendable {
  let services: QueryServices

  func addRoutes(to api: APIRoutes) {
    api.admin.get("tokens", use: list)
    api.admin.post("tokens", use: create)
    api.admin.delete("tokens/{id}", use: delete)
  }

  @Sendable private func list(_ request: Request, _ context: QueryContext) async throws -> Response {
    try SegmentsController.refuseParameters(request)
    return try await services.read { services in
      ListPage(data: try services.store.read { try $0.tokens() }.map { .object($0.json) })
    }.response
  }

  /// The answer bears the token's text: it is shown this once.
  @Sendable private func create(_ request: Request, _ context: QueryContext) async throws -> Response {
    let asked = try TokenRequest(try await request.json(upTo: RequestLimits.body), at: services.clock.now)
    let secret = AccessSecret.make(.token)
    let token = try await services.write { services in
      try services.store.write {
        try $0.insertToken(
          name: asked.name, hash: secret.hash, scopes: asked.scopes, expiresAt: asked.expiresAt, at: services.clock.now)
      }
    }
    return .json(.object(token.json + [JSONMember("token", .string(secret.text))]), status: .created)
  }

  @Sendable private func delete(_ request: Request, _ context: QueryContext) async throws -> Response {
    let id = try context.pathParameter("id")
    let isGone = try await services.write { services in try services.store.write { try $0.deleteToken(id) } }
    guard isGone else { throw Problem.notFound("There is no such token.") }
    return .noContent()
  }
}

extension APIToken {
  /// `{id, name, scopes, createdAt, expiresAt}`.
  fileprivate var json: [JSONMember] {
    [
      JSONMember("id", .string(id)), JSONMember("name", .string(name)),
      JSONMember("scopes", .array(scopes.sorted().map { .string($0.rawValue) })),
      JSONMember("createdAt", .string(createdAt.description)),
      JSONMember("expiresAt", expiresAt.map { .string($0.description) } ?? .null),
    ]
  }
}
