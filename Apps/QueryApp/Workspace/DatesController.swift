import Hummingbird
import SegmentModel
import SegmentSync
import StrataService

/// `/dates`: what a date value of a filter means now: the first and the last millisecond of its span.
struct DatesController: Sendable {
  let services: QueryServices

  func addRoutes(to api: APIRoutes) {
    api.read.get("dates", use: span)
  }

  @Sendable private func span(_ request: Request, _ context: QueryContext) async throws -> Response {
    var query = QueryReader(request)
    let text = query.text("value") ?? ""
    let zoneName = query.text("timeZone")
    let date = DateExpression(text.trimmedASCII)
    if date == nil {
      query.add(.badValue, "value", "must be a day like 2026-03-01, a date-time or date math like now-21d/d")
    }
    let asked = zoneName.flatMap(Zone.init)
    if zoneName != nil, asked == nil {
      query.add(.unknownTimeZone, "timeZone", "is not an IANA name like Europe/Berlin")
    }
    try query.finish()
    return .json(
      try await services.read { services in
        let zone = try asked ?? services.segments.compilerInputs().zone
        let now = try services.now()
        guard let span = date?.span(at: now, in: zone) else { return .null }
        return [
          "from": .string(span.first.description), "to": .string(span.last.description),
          "timeZone": .string(zone.name), "asOf": .string(now.description),
        ]
      })
  }
}
