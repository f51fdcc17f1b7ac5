import HTTPTypes
import Hummingbird
import SegmentModel
import SegmentStore
import SegmentSync
import StrataService

/// `/webhooks`: endpoints and what was sent to them.
struct WebhooksController: Sendable {
  let services: QueryServices

  func addRoutes(to api: APIRoutes) {
    api.read.get("webhooks", use: list)
    api.write.post("webhooks", use: create)
    api.read.get("webhooks/{id}", use: show)
    api.write.patch("webhooks/{id}", use: patch)
    api.write.delete("webhooks/{id}", use: delete)
    api.write.post("webhooks/{id}/test", use: test)
    api.write.post("webhooks/{id}/pause") { try await act($0, $1) { try $0.pauseWebhook($1) } }
    api.write.post("webhooks/{id}/resume") { try await act($0, $1) { try $0.resumeWebhook($1) } }
    api.write.post("webhooks/{id}/rotate") { request, context in
      try await act(request, context, showsSecret: true) { try $0.rotateWebhook($1) }
    }
    api.write.post("webhooks/{id}/replay", use: replay)
    api.read.get("webhooks/{id}/deliveries", use: deliveries)
  }

  @Sendable private func list(_ request: Request, _ context: QueryContext) async throws -> Response {
    try SegmentsController.refuseParameters(request)
    return try await services.read { ListPage(data: try $0.segments.webhooks().map { $0.json() }) }.response
  }

  @Sendable private func create(_ request: Request, _ context: QueryContext) async throws -> Response {
    let body = try await request.json(upTo: RequestLimits.body)
    let endpoint = try await services.write { try $0.segments.createWebhook(body) }
    var headers = Self.headers(endpoint)
    headers[.location] = "\(APIRoutes.root)/webhooks/\(endpoint.id)"
    return .json(endpoint.json(showingSecret: true), status: .created, headers: headers)
  }

  @Sendable private func show(_ request: Request, _ context: QueryContext) async throws -> Response {
    let id = try context.pathParameter("id")
    try SegmentsController.refuseParameters(request)
    let endpoint = try await services.read { try $0.segments.webhook(id) }
    return .json(endpoint.json(), headers: Self.headers(endpoint))
  }

  @Sendable private func patch(_ request: Request, _ context: QueryContext) async throws -> Response {
    let id = try context.pathParameter("id")
    let condition = try RevisionCondition.required(request)
    let body = try await request.json(upTo: RequestLimits.body)
    let endpoint = try await services.write { services in
      let current = try services.segments.webhook(id).revision
      return try services.segments.patchWebhook(id, with: body, expecting: try condition.expected(current: current))
    }
    return .json(endpoint.json(), headers: Self.headers(endpoint))
  }

  @Sendable private func delete(_ request: Request, _ context: QueryContext) async throws -> Response {
    let id = try context.pathParameter("id")
    let condition = try RevisionCondition.required(request)
    try await services.write { services in
      let current = try services.segments.webhook(id).revision
      try services.segments.deleteWebhook(id, expecting: try condition.expected(current: current))
    }
    return .noContent()
  }

  /// 202: the message stands in line; `deliveries` tells what became of it.
  @Sendable private func test(_ request: Request, _ context: QueryContext) async throws -> Response {
    let id = try context.pathParameter("id")
    let message = try await services.write { try $0.segments.testWebhook(id) }
    return .json(["message": .string(message)], status: .accepted)
  }

  /// Puts the messages that were set aside back in line.
  @Sendable private func replay(_ request: Request, _ context: QueryContext) async throws -> Response {
    let id = try context.pathParameter("id")
    let count = try await services.write { try $0.segments.replayWebhook(id) }
    return .json(["messages": .number(Double(count))])
  }

  @Sendable private func deliveries(_ request: Request, _ context: QueryContext) async throws -> Response {
    let id = try context.pathParameter("id")
    var query = QueryReader(request)
    let limit = query.limit()
    try query.finish()
    return try await services.read { services in
      ListPage(data: try services.segments.deliveries(of: id, limit: limit).map(\.json))
    }.response
  }

  private func act(
    _ request: Request, _ context: QueryContext, showsSecret: Bool = false,
    _ action: @escaping @Sendable (SegmentService, String) throws -> WebhookEndpoint
  ) async throws -> Response {
    let id = try context.pathParameter("id")
    let condition = try RevisionCondition.optional(request)
    let endpoint = try await services.write { services in
      _ = try condition.expected(current: try services.segments.webhook(id).revision)
      return try action(services.segments, id)
    }
    return .json(endpoint.json(showingSecret: showsSecret), headers: Self.headers(endpoint))
  }

  private static func headers(_ endpoint: WebhookEndpoint) -> HTTPFields {
    [.eTag: EntityTag(revision: Int(endpoint.revision)).description]
  }
}
