import ArgumentParser
import SegmentModel
import SegmentStore
import SegmentSync
import TrackedPropertyStore

/// `strata segments export`.
struct SegmentsExport: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write every member of a segment, at one version.",
    discussion: """
      Examples:
        strata segments export seg_… > members.ndjson
        strata segments export seg_… --output csv > members.csv

      The members as the query server committed them last, whatever changes meanwhile; who was merged or erased meanwhile \
      is left out. NDJSON unless another form is asked for, and holds everything; CSV has a column a property, and no \
      tracked properties. The version is told on standard error.
      """)

  @OptionGroup var reference: SegmentReference
  @OptionGroup var options: DataDirectoryOptions

  func run(_ workspace: Workspace, _ output: Output) throws {
    let (segment, _) = try reference.find(in: workspace)
    let (members, version, epoch) = try workspace.segments.allMembers(of: segment.id)
    let table = try workspace.profiles.read { try MemberTable.columns(isPeople: segment.isPeople, in: $0) }
    output.note("Members at version \(version) of epoch \(epoch).")
    try output.export(table) { after, limit in
      let rows = Array(members.ids(after: after).prefix(limit))
      let described = try workspace.profiles.read { profiles in
        try rows.compactMap { row in
          segment.isPeople
            ? try profiles.contact(row).map { MemberTable.row($0, try ContactJSON.value($0, in: profiles), of: table) }
            : try profiles.company(row).map { MemberTable.row($0, CompanyJSON.value($0), of: table) }
        }
      }
      return RowPage(rows: described, next: rows.last)
    }
  }
}
