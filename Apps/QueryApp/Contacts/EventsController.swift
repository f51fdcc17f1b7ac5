import Hummingbird
import SegmentModel
import StrataService
import TrackedPropertyStore

/// `/events`: those of everyone in the order in which they came, the last one first, each with the contact's id.
struct EventsController: Sendable {
  let services: QueryServices

  func addRoutes(to api: APIRoutes) {
    api.read.get("events", use: list)
  }

  @Sendable private func list(_ request: Request, _ context: QueryContext) async throws -> Response {
    let asked = try RowPageRequest(request, at: services.clock.now)
    return try await services.read { services in
      try services.profiles.read { profiles in
        let events = try profiles.latestEvents(before: asked.after > 0 ? asked.after : .max, limit: asked.wanted)
        let sources = try EventAnswer.sources(in: profiles)
        return try asked.page(of: events, id: \.id) { shown in
          try shown.map { try EventAnswer.json($0, sources: sources, in: profiles) }
        }
      }
    }.response
  }
}
