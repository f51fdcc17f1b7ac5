import ArgumentParser
import SQLiteBackend
import SegmentModel
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

  func run(_ workspace: Workspace, _ output: Output) throws {
    let zone = try workspace.profiles.read { try $0.setting(WorkspaceSetting.timeZone) }
    output.record(["timeZone": .string(zone ?? Zone.utc.name)])
  }
}

/// `strata settings set`.
struct SettingsSet: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "set", abstract: "Change a setting.",
    discussion: """
      Examples:
        strata settings set --time-zone Europe/Berlin

      The time zone is where days and longer units begin, in segments that name none of their own: changing it is an \
      edit of each of them.
      """)
  static let createsDirectory = true

  @Option(name: .customLong("time-zone"), help: "An IANA name like Europe/Berlin, or UTC.")
  var timeZone: String

  @OptionGroup var options: DataDirectoryOptions

  func run(_ workspace: Workspace, _ output: Output) throws {
    guard let zone = Zone(timeZone) else {
      throw InvalidInput([
        InputError(
          JSONPointer.root.appending("timeZone"), .unknownTimeZone,
          "\"\(timeZone)\" is not an IANA name like Europe/Berlin")
      ])
    }
    _ = try workspace.profiles.write { try $0.set(zone.name, setting: WorkspaceSetting.timeZone) }
    output.record(["timeZone": .string(zone.name)])
  }
}
