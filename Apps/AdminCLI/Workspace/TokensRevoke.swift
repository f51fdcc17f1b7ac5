import ArgumentParser
import SegmentModel
import SegmentStore

/// `strata tokens revoke`.
struct TokensRevoke: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke", abstract: "Make an API token worth nothing from now on.")

  @Argument(help: "The token's id.")
  var token: String

  @OptionGroup var options: DataDirectoryOptions

  func run(_ workspace: Workspace, _ output: Output) throws {
    guard let found = try workspace.store.read({ try $0.tokens() }).first(where: { $0.id == token }) else {
      throw CommandFailure(.notFound, "There is no token \"\(token)\".")
    }
    try options.confirm("Revoke the token \"\(TableText.printable(found.name))\" (\(token))?", output.console)
    _ = try workspace.store.write { try $0.deleteToken(token) }
    output.note("Revoked \(token).")
  }
}
