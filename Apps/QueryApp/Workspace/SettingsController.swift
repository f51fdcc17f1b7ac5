import Hummingbird
import SQLiteBackend
import SegmentModel
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
    let settings = try await services.read { try $0.profiles.read(WorkspaceSettings.init) }
    return settings.response
  }

  @Sendable private func patch(_ request: Request, _ context: QueryContext) async throws -> Response {
    let condition = try request.requireIfMatch()
    let patch = try SettingsPatch(try await request.json(upTo: RequestLimits.body))
    let settings = try await services.write { services in
      // Two writers within this moment could both pass; a setting is one value, so that the later one stands whole.
      try condition.require(services.profiles.read(WorkspaceSettings.init).json)
      if let zone = patch.timeZone {
        _ = try services.profiles.write { try $0.set(zone?.name, setting: WorkspaceSetting.timeZone) }
      }
      return try services.profiles.read(WorkspaceSettings.init)
    }
    return settings.response
  }
}

/// `{timeZone}`.
private struct WorkspaceSettings: Sendable {
  let json: JSONValue

  init(_ profiles: ProfileReader) throws {
    json = ["timeZone": .string(try profiles.setting(WorkspaceSetting.timeZone) ?? Zone.utc.name)]
  }

  var response: Response { .json(json, headers: [.eTag: EntityTag(of: json).description]) }
}

/// What is to be changed; a field that is absent stays.
private struct SettingsPatch: Sendable {
  /// Nil inside: UTC again.
  var timeZone: Zone??

  init(_ json: JSONValue) throws {
    if json["retention"] != nil { throw Problem.notSupported("Setting the retention") }
    var mistakes = MistakeCollector()
    let object = JSONObjectReader(json, at: .root, known: ["timeZone"], &mistakes)
    if let object, object.has("timeZone") { timeZone = .some(SegmentReader.scope(object, &mistakes).timeZone) }
    if !mistakes.errors.isEmpty { throw InvalidInput(mistakes.errors) }
  }
}
