import ArgumentParser
import SegmentModel
import SegmentStore

/// `strata tokens`.
struct TokensCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tokens", abstract: "Who may use the API of the query server.",
    subcommands: [TokensList.self, TokensCreate.self, TokensRevoke.self])
}

extension APIToken {
  /// `{id, name, scopes, createdAt, expiresAt}`.
  var json: [JSONMember] {
    [
      JSONMember("id", .string(id)), JSONMember("name", .string(name)),
      JSONMember("scopes", .array(scopes.sorted().map { .string($0.rawValue) })),
      JSONMember("createdAt", .string(createdAt.description)),
      JSONMember("expiresAt", expiresAt.map { .string($0.description) } ?? .null),
    ]
  }
}
