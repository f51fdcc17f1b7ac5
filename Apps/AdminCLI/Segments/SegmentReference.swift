import ArgumentParser
import SegmentModel
import SegmentStore
import SegmentSync

/// How a person names a segment: by its id or, where only one bears it, by its name.
struct SegmentReference: ParsableArguments {
  @Argument(help: ArgumentHelp("The segment's id, or its name.", valueName: "segment"))
  var segment: String

  /// - Throws: `ServiceError.notFound`; `CommandFailure` where several bear the name.
  func find(in workspace: Workspace) throws -> (segment: StoredSegment, usedBy: [SegmentName]) {
    try Self.find(segment, in: workspace)
  }

  static func find(
    _ segment: String, in workspace: Workspace
  ) throws -> (segment: StoredSegment, usedBy: [SegmentName]) {
    if PublicID.segment.matches(segment) { return try workspace.segments.segment(segment) }
    let named = try workspace.store.read { try $0.segments() }
      .filter { $0.definition.name.folded == segment.trimmedASCII.folded }
    guard let first = named.first else { throw ServiceError.notFound(segment) }
    if named.count > 1 {
      let ids = named.map { "\($0.id) (\($0.definition.contentType.rawValue))" }.joined(separator: ", ")
      throw CommandFailure(.conflict, "Several segments have the name \"\(segment)\"; give an id: \(ids).")
    }
    return try workspace.segments.segment(first.id)
  }
}
