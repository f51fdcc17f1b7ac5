import ArgumentParser
import StrataService

/// A command that opens the data directory and works on what is in it.
protocol DataCommand: ParsableCommand {
  var options: DataDirectoryOptions { get }
  /// Whether it makes the directory where there is none; one that only reads says instead that it is missing.
  static var createsDirectory: Bool { get }

  func run(_ workspace: Workspace, _ output: Output) throws
}

extension DataCommand {
  static var createsDirectory: Bool { false }

  mutating func run() throws {
    let console = Console.current
    let path = try options.configuration(console)[Workspace.directorySetting]
    let workspace = try Workspace(path: path, creating: Self.createsDirectory, clock: console.clock)
    try run(workspace, Output(format: options.output, console: console))
  }
}
