import Hummingbird
import SQLiteBackend
import SegmentModel
import SegmentStore
import SegmentSync
import StrataService
import TrackedPropertyStore

/// `/settings`: what holds for the whole workspace.
struct SettingsController: Sendable {
  let services: QueryServices

  func addRoutes(to api: APIRoutes) {
    api.read.get("settings", use: show)
    api.admin.patch("settings", use: patch)
  }

  @Sendable private func show(_ request: Request, _ context: QueryContext) async throws -> Response {
    try SegmentsController.refuseParameters(request)
    let settings = try await services.read(WorkspaceSettings.init)
    return settings.response
  }

  @Sendable private func patch(_ request: Request, _ context: QueryContext) async throws -> Response {
    let condition = try request.requireIfMatch()
    let patch = try SettingsPatch(try await request.json(upTo: RequestLimits.body))
    let settings = try await services.write { services in
      // Two writers within this moment could both pass; a setting is one value, so that the later one stands whole.
      try condition.require(WorkspaceSettings(services).json)
      if let zone = patch.timeZone {
        _ = try services.profiles.write { try $0.set(zone?.name, setting: WorkspaceSetting.timeZone) }
      }
      if !patch.retention.isEmpty { try services.segments.set(patch.retention) }
      return try WorkspaceSettings(services)
    }
    return settings.response
  }
}

/// `{timeZone, changesRetentionDays, historyRetentionDays}`.
private struct WorkspaceSettings: Sendable {
  let json: JSONValue

  init(_ services: QueryServices) throws {
    let zone = try services.profiles.read { try $0.setting(WorkspaceSetting.timeZone) }
    json = .object([JSONMember("timeZone", .string(zone ?? Zone.utc.name))] + (try services.segments.retention().json))
  }

  var response: Response { .json(json, headers: [.eTag: EntityTag(of: json).description]) }
}

/// What is to be changed; a field that is absent stays.
private struct SettingsPatch: Sendable {
  /// Nil inside: UTC again.
  var timeZone: Zone??
  var retention: RetentionPatch

  /// - Throws: `InvalidInput` with every mistake.
  init(_ json: JSONValue) throws(InvalidInput) {
    var mistakes = MistakeCollector()
    guard let object = JSONObjectReader(json, at: .root, known: ["timeZone"] + RetentionPatch.keys, &mistakes) else {
      throw InvalidInput(mistakes.errors)
    }
    if object.has("timeZone") { timeZone = .some(SegmentReader.scope(object, &mistakes).timeZone) }
    retention = RetentionPatch(object, &mistakes)
    if !mistakes.errors.isEmpty { throw InvalidInput(mistakes.errors) }
  }
}
