import Hummingbird
import SegmentModel
import SegmentSync
import StrataService

/// `/segments/{id}/history`: the size over time.
struct HistoryController: Sendable {
  let services: QueryServices

  func addRoutes(to api: APIRoutes) {
    api.read.get("segments/{id}/history", use: history)
  }

  @Sendable private func history(_ request: Request, _ context: QueryContext) async throws -> Response {
    let id = try context.pathParameter("id")
    var query = QueryReader(request)
    let from = query.instant("from")
    let to = query.instant("to")
    let step = query.historyStep() ?? .day
    try query.finish()
    let history = try await services.evaluate { services in
      try services.segments.history(of: id, HistoryQuery(from: from, to: to, step: step)) {
        services.readiness.isStopping
      }
    }
    return .json(history.json)
  }
}

extension QueryReader {
  fileprivate mutating func historyStep() -> HistoryStep? {
    guard let text = text("step") else { return nil }
    let step = HistoryStep(text)
    if step == nil { add(.badValue, "step", HistoryStep.rule) }
    return step
  }
}
