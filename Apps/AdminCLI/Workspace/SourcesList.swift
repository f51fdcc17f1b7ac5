import ArgumentParser
import SegmentModel
import TrackedPropertyStore

/// `strata sources list`.
struct SourcesList: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Every source, revoked ones among them.")

  @OptionGroup var options: DataDirectoryOptions

  func run(_ workspace: Workspace, _ output: Output) throws {
    let rows = try workspace.profiles.read { try $0.sources() }.map { listing in
      JSONValue.object(
        listing.source.json + [
          JSONMember("keyPrefix", .string(listing.keyPrefix)),
          JSONMember("createdAt", .string(listing.createdAt.description)),
        ])
    }
    let columns = [
      Column("id"), Column("name"), Column("kind"), Column("keyPrefix", "KEY"), Column("allowedOrigins", "ORIGINS"),
      Column("keyless"), Column("requireProof", "PROOF"), Column("revokedAt", "REVOKED"),
    ]
    try output.list(rows, columns)
  }
}
