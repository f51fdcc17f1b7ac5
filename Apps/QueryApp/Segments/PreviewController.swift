import Hummingbird
import SegmentSync
import StrataService

/// `/segments/preview`.
struct PreviewController: Sendable {
  let services: QueryServices

  func addRoutes(to api: APIRoutes) {
    api.read.post("segments/preview", use: preview)
  }

  @Sendable private func preview(_ request: Request, _ context: QueryContext) async throws -> Response {
    let asked = try PreviewRequest(try await request.json(upTo: RequestLimits.definition))
    return .json(try await services.evaluate { try Preview(services: $0, request: asked).answer() })
  }
}
