import ArgumentParser
import SQLiteBackend
import SegmentModel
import SegmentStore
import SegmentSync
import TrackedPropertyStore

/// `strata settings`.
struct SettingsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "settings", abstract: "What holds for the whole workspace.",
    subcommands: [SettingsShow.self, SettingsSet.self])
}

/// `strata settings show`.
struct SettingsShow: DataCommand {
  static let configuration = CommandConfiguration(commandName: "show", abstract: "Every setting.")

  @OptionGroup var options: DataDirectoryOptions

  func run(_ workspace: Workspace, _ output: Output) throws { output.record(try workspace.settings()) }
}

/// `strata settings set`.
struct SettingsSet: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "set", abstract: "Change settings.",
    discussion: """
      Examples:
        strata settings set --time-zone Europe/Berlin
        strata settings set --changes-retention-days 30 --history-retention-days 365

      The time zone is where days and longer units begin, in segments that name none of their own: changing it is an \
      edit of each of them. Who entered and left a segment is kept for so many days, and its counts for so many.
      """)
  static let createsDirectory = true

  @Option(name: .customLong("time-zone"), help: "An IANA name like Europe/Berlin, or UTC.")
  var timeZone: String?

  @Option(
    name: .customLong("changes-retention-days"), help: "Days that entries and exits are kept. (default: 7)")
  var changesRetentionDays: Int?

  @Option(
    name: .customLong("history-retention-days"), help: "Days that the counts of a history are kept. (default: 731)")
  var historyRetentionDays: Int?

  @OptionGroup var options: DataDirectoryOptions

  mutating func validate() throws {
    if timeZone == nil, changesRetentionDays == nil, historyRetentionDays == nil {
      throw ValidationError(
        "Name a setting to change: --time-zone, --changes-retention-days, --history-retention-days.")
    }
  }

  func run(_ workspace: Workspace, _ output: Output) throws {
    var mistakes = MistakeCollector()
    let zone = timeZone.flatMap { Zone($0) }
    if let timeZone, zone == nil {
      mistakes.add(
        JSONPointer.root.appending("timeZone"), .unknownTimeZone,
        "\"\(timeZone)\" is not an IANA name like Europe/Berlin")
    }
    let retention = try retention(&mistakes)
    if !mistakes.errors.isEmpty { throw InvalidInput(mistakes.errors) }
    if let zone { _ = try workspace.profiles.write { try $0.set(zone.name, setting: WorkspaceSetting.timeZone) } }
    if let retention { try workspace.segments.set(retention) }
    output.record(try workspace.settings())
  }

  /// By the same rules as over HTTP.
  private func retention(_ mistakes: inout MistakeCollector) throws -> RetentionPatch? {
    let given: [(RetentionSettings.Key, Int?)] = [(.changes, changesRetentionDays), (.history, historyRetentionDays)]
    let members = given.compactMap { key, days in days.map { JSONMember(key.rawValue, .number(Double($0))) } }
    let known = RetentionPatch.keys
    return JSONObjectReader(.object(members), at: .root, known: known, &mistakes).map { RetentionPatch($0, &mistakes) }
  }
}

extension Workspace {
  /// `{timeZone, changesRetentionDays, historyRetentionDays}`.
  fileprivate func settings() throws -> JSONValue {
    let zone = try profiles.read { try $0.setting(WorkspaceSetting.timeZone) }
    return .object([JSONMember("timeZone", .string(zone ?? Zone.utc.name))] + (try segments.retention().json))
  }
}
