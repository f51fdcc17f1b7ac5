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
        strata settings set --events-retention-days 730 --visitors-retention-days 90

      The time zone is where days and longer units begin, in segments that name none of their own: changing it is an \
      edit of each of them. Who entered and left a segment is kept for so many days, and its counts for so many. \
      Events that are older are deleted within a day; so are visitors who were made, last had a property changed and \
      last had an event before that, unless they belong to a company. Other messages do not count, such as an identify \
      without traits. "ever" keeps them for good.
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

  @Option(
    name: .customLong("events-retention-days"), help: "Days that events are kept, or ever. (default: ever)")
  var eventsRetentionDays: KeptDays?

  @Option(
    name: .customLong("visitors-retention-days"),
    help: """
      Days that visitors are kept after they were made, last had a property changed or last had an event, or ever. \
      (default: ever)
      """)
  var visitorsRetentionDays: KeptDays?

  @OptionGroup var options: DataDirectoryOptions

  mutating func validate() throws {
    if timeZone == nil, changesRetentionDays == nil, historyRetentionDays == nil, eventsRetentionDays == nil,
      visitorsRetentionDays == nil
    {
      throw ValidationError(
        "Name a setting to change: --time-zone, --changes-retention-days, --history-retention-days, "
          + "--events-retention-days, --visitors-retention-days.")
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
    let profileRetention = profileRetention(&mistakes)
    if !mistakes.errors.isEmpty { throw InvalidInput(mistakes.errors) }
    if let zone { _ = try workspace.profiles.write { try $0.set(zone.name, setting: WorkspaceSetting.timeZone) } }
    if let retention { try workspace.segments.set(retention) }
    if let profileRetention { _ = try workspace.profiles.write { try profileRetention.write(to: $0) } }
    output.record(try workspace.settings())
  }

  /// By the same rules as over HTTP.
  private func retention(_ mistakes: inout MistakeCollector) throws -> RetentionPatch? {
    let given: [(RetentionSettings.Key, Int?)] = [(.changes, changesRetentionDays), (.history, historyRetentionDays)]
    let members = given.compactMap { key, days in days.map { JSONMember(key.rawValue, .number(Double($0))) } }
    let known = RetentionPatch.keys
    return JSONObjectReader(.object(members), at: .root, known: known, &mistakes).map { RetentionPatch($0, &mistakes) }
  }

  private func profileRetention(_ mistakes: inout MistakeCollector) -> ProfileRetentionPatch? {
    let given: [(ProfileRetention.Key, KeptDays?)] = [
      (.events, eventsRetentionDays), (.visitors, visitorsRetentionDays),
    ]
    let members = given.compactMap { key, kept in
      kept.map { JSONMember(key.rawValue, $0.days.map { .number(Double($0)) } ?? .null) }
    }
    return JSONObjectReader(.object(members), at: .root, known: ProfileRetentionPatch.keys, &mistakes)
      .map { ProfileRetentionPatch($0, &mistakes) }
  }
}

/// A number of days, or `ever`.
struct KeptDays: ExpressibleByArgument {
  /// Nil for ever.
  let days: Int?

  init?(argument: String) {
    days = Int(argument)
    if days == nil, argument != "ever" { return nil }
  }
}

extension Workspace {
  /// As `GET /settings` answers them.
  fileprivate func settings() throws -> JSONValue {
    let (zone, retention) = try profiles.read { (try $0.setting(WorkspaceSetting.timeZone), try $0.retention()) }
    return .object(
      [JSONMember("timeZone", .string(zone ?? Zone.utc.name))] + (try segments.retention().json) + retention.json)
  }
}
