import Hummingbird
import SegmentModel
import SegmentSync
import StrataService

/// `/segments/{id}/forecast`.
struct ForecastController: Sendable {
  private static let defaultDays = 7

  let services: QueryServices

  func addRoutes(to api: APIRoutes) {
    api.read.get("segments/{id}/forecast", use: forecast)
  }

  @Sendable private func forecast(_ request: Request, _ context: QueryContext) async throws -> Response {
    let id = try context.pathParameter("id")
    var query = QueryReader(request)
    let days = query.integer("days", in: EvaluationLimits.forecastDays) ?? Self.defaultDays
    try query.finish()
    let forecast = try await services.evaluate(for: context) { services, isCancelled in
      try services.segments.forecast(of: id, days: days, isCancelled: isCancelled)
    }
    return .json(forecast.json)
  }
}
