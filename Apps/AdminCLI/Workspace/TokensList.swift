import ArgumentParser
import SegmentModel
import SegmentStore

/// `strata tokens list`.
struct TokensList: DataCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "Every API token, without its text.")

  @OptionGroup var options: DataDirectoryOptions

  func run(_ workspace: Workspace, _ output: Output) throws {
    let columns = [
      Column("id"), Column("name"), Column("scopes"), Column("createdAt", "CREATED"), Column("expiresAt", "EXPIRES"),
    ]
    try output.list(try workspace.store.read { try $0.tokens() }.map { .object($0.json) }, columns)
  }
}
