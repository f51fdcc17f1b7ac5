import ArgumentParser
import Foundation
import SegmentModel
import SegmentStore
import StrataService
import TrackedPropertyStore

/// `strata backup`.
struct BackupCommand: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup", abstract: "Copy the data directory while servers run.",
    discussion: """
      Examples:
        strata backup /backups/2026-12-01

      Makes a new directory with both databases, each as it was at one moment, and the admin token. It appears under its \
      name when all of it is on disk. What it holds are the data of people: keep it as safe as the original, and no \
      longer than you may. `strata restore` brings it back.
      """)

  @Argument(help: "The directory to make.", completion: .directory)
  var directory: String

  @OptionGroup var options: DataDirectoryOptions

  func run(_ workspace: Workspace, _ output: Output) throws {
    guard !BackupFiles.exists(directory) else {
      throw CommandFailure(.conflict, "\(directory) is there already; name a directory that is not.")
    }
    let partial = directory + ".partial"
    if BackupFiles.exists(partial) { try FileManager.default.removeItem(atPath: partial) }
    do {
      let target = try DataDirectory(path: partial)
      // The segments first: what they have followed of the profiles is then in these too.
      try workspace.store.backUp(to: target.file(Workspace.segmentsFileName))
      try workspace.profiles.backUp(to: target.file(ProfileDatabase.fileName))
      let token = workspace.directory.file(BackupFiles.token)
      if BackupFiles.exists(token) {
        try FileManager.default.copyItem(atPath: token, toPath: target.file(BackupFiles.token))
      }
      try BackupFiles.sync(directory: partial)
      try BackupFiles.move(partial, to: directory)
    } catch {
      try? FileManager.default.removeItem(atPath: partial)
      throw error
    }
    let bytes = try BackupFiles.databases.reduce(0) { sum, name in
      let attributes = try FileManager.default.attributesOfItem(atPath: directory + "/" + name)
      return sum + (attributes[.size] as? Int ?? 0)
    }
    output.record(["directory": .string(directory), "bytes": .number(Double(bytes))])
  }
}
