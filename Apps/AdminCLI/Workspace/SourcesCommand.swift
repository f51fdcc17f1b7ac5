import ArgumentParser
import SegmentModel
import TrackedPropertyStore

/// `strata sources`.
struct SourcesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sources", abstract: "Where data comes from, and its write keys.",
    subcommands: [SourcesList.self, SourcesCreate.self, SourcesRotate.self, SourcesRevoke.self])
}

/// Names a source.
struct SourceReference: ParsableArguments {
  @Argument(help: ArgumentHelp("The source's id.", valueName: "source"))
  var source: String

  /// - Throws: `ProfileStoreError.sourceMissing`.
  func find(in workspace: Workspace) throws -> Source {
    let sources = try workspace.profiles.read { try $0.sources() }
    guard let found = sources.first(where: { $0.source.publicID == source && $0.source.revokedAt == nil }) else {
      throw ProfileStoreError.sourceMissing(source)
    }
    return found.source
  }
}

extension Source {
  /// `{id, name, kind, allowedOrigins, keyless, requireProof, revokedAt}`.
  var json: [JSONMember] {
    [
      JSONMember("id", .string(publicID)), JSONMember("name", .string(name)),
      JSONMember("kind", .string(kind.rawValue)),
      JSONMember("allowedOrigins", .array(allowedOrigins.map { .string($0) })),
      JSONMember("keyless", .boolean(isKeyless)), JSONMember("requireProof", .boolean(requiresProof)),
      JSONMember("revokedAt", revokedAt.map { .string($0.description) } ?? .null),
    ]
  }
}
