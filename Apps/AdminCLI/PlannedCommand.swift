import ArgumentParser

/// A command that the product will have and this version does not: it exists, says so, and fails.
struct PlannedCommand<What: PlannedWhat>: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: What.name, abstract: "\(What.purpose) Not in this version yet.")
  }

  @Argument(parsing: .captureForPassthrough, help: .hidden)
  var rest: [String] = []

  mutating func run() throws {
    throw CommandFailure.notInThisVersion(What.path)
  }
}

/// Names such a command.
protocol PlannedWhat {
  /// The last word of `path`.
  static var path: String { get }
  /// A sentence.
  static var purpose: String { get }
}

extension PlannedWhat {
  static var name: String { path.split(separator: " ").last.map(String.init) ?? path }
}

enum Planned {
  enum Events: PlannedWhat {
    static let path = "events"
    static let purpose = "Follow and list events; show and replay rejected messages."
  }

  enum Backup: PlannedWhat {
    static let path = "backup"
    static let purpose = "Copy the data directory while servers run."
  }

  enum Restore: PlannedWhat {
    static let path = "restore"
    static let purpose = "Bring back a backup."
  }
}
