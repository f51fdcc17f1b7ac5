import ArgumentParser
import SegmentModel
import SegmentStore
import SegmentSync

/// `strata segments list`.
struct SegmentsList: DataCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "Every segment with its count.")

  static let columns = [
    Column("id"), Column("name"), Column("contentType", "TYPE"), Column("count"), Column("state"),
    Column("updatedAt", "UPDATED"), Column("words"),
  ]

  @OptionGroup var options: DataDirectoryOptions

  @Option(name: .customLong("content-type"), help: "Only those of customer, lead, visitor, contact or company.")
  var contentType: ContentType?

  @Option(help: "Only those whose name or description holds this text.")
  var search: String?

  func run(_ workspace: Workspace, _ output: Output) throws {
    try output.list(Self.columns) { writer in
      var query = SegmentQuery(contentType: contentType, search: search, limit: SegmentService.largestPage)
      repeat {
        let page = try workspace.segments.segments(query)
        let words = try workspace.words(of: page.segments.map(\.definition))
        for (segment, words) in zip(page.segments, words) {
          writer.add(workspace.json(of: segment, usedBy: page.users[segment.id] ?? [], words: words))
        }
        query.cursor = page.nextCursor
      } while query.cursor != nil
    }
  }
}

extension ContentType: ExpressibleByArgument {}
