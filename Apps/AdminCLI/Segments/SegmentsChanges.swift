import ArgumentParser
import SegmentModel
import SegmentStore
import SegmentSync

/// `strata segments changes`.
struct SegmentsChanges: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "changes", abstract: "Who entered and left a segment, the oldest first.")

  private static let columns = [
    Column("change"), Column("kind"), Column("contact"), Column("at"), Column("cause"), Column("version"),
  ]

  @OptionGroup var reference: SegmentReference

  @Option(help: "Only those after the change of this number.")
  var after: String?

  @OptionGroup var page: PageOptions
  @OptionGroup var options: DataDirectoryOptions

  func run(_ workspace: Workspace, _ output: Output) throws {
    let (segment, _) = try reference.find(in: workspace)
    var cursor = after
    var isMore = false
    try output.list(Self.columns) { writer in
      while true {
        let room = min(page.room(after: writer.count), SegmentService.largestPage)
        let changes = try workspace.segments.changes(of: segment.id, after: cursor, limit: max(room, 1))
        if changes.changes.isEmpty { return }
        if room == 0 {
          isMore = true
          return
        }
        for change in changes.changes { writer.add(change.json) }
        cursor = changes.nextCursor
      }
    }
    if isMore { page.tellOfMore(output) }
  }
}
