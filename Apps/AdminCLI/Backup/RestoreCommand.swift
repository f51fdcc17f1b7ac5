import ArgumentParser
import Foundation
import SegmentModel
import SegmentStore
import SegmentSync
import StrataService
import TrackedPropertyStore

/// `strata restore`.
struct RestoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore", abstract: "Bring back a backup.",
    discussion: """
      Examples:
        strata restore /backups/2026-12-01
        strata restore /backups/2026-12-01 --data /var/lib/strata --yes

      Neither server may run on the data directory. The backup is checked and brought up to date first; what is there \
      now is moved to before-restore in the data directory, for you to delete. Segments are then counted anew, and \
      endpoints are told of their members in one message (segment.members.reset). Who was erased after the backup was \
      made is there again: erase them again.
      """)

  @Argument(help: "The directory that `strata backup` made.", completion: .directory)
  var backup: String

  @OptionGroup var options: DataDirectoryOptions

  /// Names in the data directory.
  private static let staging = "restoring"
  private static let former = "before-restore"

  mutating func run() throws {
    let console = Console.current
    for name in BackupFiles.databases where !BackupFiles.exists("\(backup)/\(name)") {
      throw CommandFailure(.notFound, "\(backup) is no backup: it has no \(name).")
    }
    let directory = try DataDirectory(path: options.configuration(console)[Workspace.directorySetting])
    for program in [ServerProgram.ingest, .query] { try directory.claimRole(program.rawValue) }
    for store in ["profiles", "segments"] { try directory.takeAlone(store: store) }
    let former = directory.file(Self.former)
    if BackupFiles.exists(former) {
      throw CommandFailure(
        .conflict, "\(former) holds what an earlier restore took the place of; move it away or delete it first.")
    }
    try options.confirm("Replace what is in \(directory.path) by \(backup)?", console)

    let staging = directory.file(Self.staging)
    if BackupFiles.exists(staging) { try FileManager.default.removeItem(atPath: staging) }
    do {
      try stage(in: staging, console)
    } catch {
      try? FileManager.default.removeItem(atPath: staging)
      throw error
    }
    try exchange(staging, former, in: directory)
    Output(format: options.output, console: console).note("Restored \(backup) to \(directory.path).")
  }

  /// Copies the backup, and makes it fit for this program and for taking the place of what is there.
  private func stage(in staging: String, _ console: Console) throws {
    let target = try DataDirectory(path: staging)
    for name in BackupFiles.databasesWithLogs + [BackupFiles.token] where BackupFiles.exists("\(backup)/\(name)") {
      try FileManager.default.copyItem(atPath: "\(backup)/\(name)", toPath: target.file(name))
    }
    let workspace = try Workspace(path: staging, creating: false, clock: console.clock)
    let problems = try CheckCommand.checkFiles(of: workspace)
    guard problems.isEmpty else {
      let details = problems.map(\.finding.detail).joined(separator: "\n")
      throw CommandFailure(.invalidInput, "The backup is damaged; nothing was changed.\n\(details)")
    }
    try workspace.profiles.renewInstance()
    try workspace.close()
  }

  /// What is there moves out of the way, and the staged files take its place.
  private func exchange(_ staging: String, _ former: String, in directory: DataDirectory) throws {
    try FileManager.default.createDirectory(
      atPath: former, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    for name in BackupFiles.databasesWithLogs + [BackupFiles.token, "index"]
    where BackupFiles.exists(directory.file(name)) {
      if name == BackupFiles.token, !BackupFiles.exists("\(staging)/\(name)") { continue }
      try BackupFiles.move(directory.file(name), to: "\(former)/\(name)")
    }
    for name in BackupFiles.databases + [BackupFiles.token] where BackupFiles.exists("\(staging)/\(name)") {
      try BackupFiles.move("\(staging)/\(name)", to: directory.file(name))
    }
    try BackupFiles.sync(directory: directory.path)
    try FileManager.default.removeItem(atPath: staging)
    // Of a data directory that was empty.
    if try FileManager.default.contentsOfDirectory(atPath: former).isEmpty {
      try FileManager.default.removeItem(atPath: former)
    }
  }
}
