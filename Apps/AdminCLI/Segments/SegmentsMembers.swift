import ArgumentParser
import SegmentModel
import SegmentStore
import SegmentSync
import TrackedPropertyStore

/// `strata segments members`.
struct SegmentsMembers: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "members", abstract: "Who is in a segment.",
    discussion:
      "The members as the query server committed them last; with --fresh as SQLite finds them now or, with --as-of, then."
  )

  /// Contacts described in one read.
  private static let described = 500

  @OptionGroup var reference: SegmentReference

  @OptionGroup var evaluation: FreshOptions
  @OptionGroup var page: PageOptions
  @OptionGroup var options: DataDirectoryOptions

  func run(_ workspace: Workspace, _ output: Output) throws {
    let (segment, _) = try reference.find(in: workspace)
    let rows = try Self.rows(
      of: segment, fresh: evaluation.fresh, asOf: evaluation.asOf, workspace, output)
    let shown = rows.prefix(page.room(after: 0))
    try output.list(segment.isPeople ? ContactJSON.columns : CompanyJSON.columns) { writer in
      var rest = shown
      while !rest.isEmpty {
        for each in try describe(rest.prefix(Self.described), segment, workspace) { writer.add(each) }
        rest = rest.dropFirst(Self.described)
      }
    }
    if shown.count < rows.count { page.tellOfMore(output) }
  }

  /// Row ids of the members, of one version; or evaluated, where so asked or where there are none yet.
  static func rows(
    of segment: StoredSegment, fresh: Bool = false, asOf: Instant? = nil, _ workspace: Workspace, _ output: Output
  ) throws -> [Int64] {
    if !fresh {
      do {
        // One version for every page that follows.
        return Array(try workspace.segments.allMembers(of: segment.id).members.ids(after: 0))
      } catch ServiceError.notBuilt {
        output.note("No query server has built this segment yet: evaluated now.")
      }
    }
    return try FreshEvaluation(workspace, segment.definition, at: asOf).members()
  }

  /// Who was merged or erased since is left out.
  private func describe(
    _ rows: ArraySlice<Int64>, _ segment: StoredSegment, _ workspace: Workspace
  ) throws -> [JSONValue] {
    try workspace.profiles.read { profiles in
      try rows.compactMap { row in
        segment.isPeople
          ? try profiles.contact(row).map { try ContactJSON.value($0, in: profiles) }
          : try profiles.company(row).map(CompanyJSON.value)
      }
    }
  }
}
