import ArgumentParser
import SegmentModel
import TrackedPropertyStore

/// `strata lists list`.
struct ListsList: DataCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "Every list with its count.")

  static let columns = [Column("id"), Column("name"), Column("count"), Column("createdAt", "CREATED")]

  @OptionGroup var options: DataDirectoryOptions

  func run(_ workspace: Workspace, _ output: Output) throws {
    let lists = try workspace.profiles.read { try $0.lists(limit: ListLimits.lists) }
    try output.list(lists.lazy.map { .object($0.json) }, Self.columns)
  }
}
