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
    let asked = try await request.json(upTo: RequestLimits.definition)
    return .json(
      try await services.evaluate(for: context) { services, isCancelled in
        try Preview(services: services, request: try services.segments.previewRequest(asked))
          .answer(unless: isCancelled)
      })
  }
}
