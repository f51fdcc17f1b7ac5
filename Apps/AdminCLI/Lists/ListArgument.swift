import ArgumentParser
import SegmentModel
import TrackedPropertyStore

/// How a person names a list: by its id or, where only one bears it, by its name.
struct ListArgument: ParsableArguments {
  @Argument(help: ArgumentHelp("The list's id, or its name.", valueName: "list"))
  var list: String

  /// - Throws: `CommandFailure` where there is none, or several bear the name.
  func find(in workspace: Workspace) throws -> ListRecord {
    let found =
      PublicID.list.matches(list)
      ? try workspace.profiles.read { try $0.list(publicID: list).map { [$0] } ?? [] }
      : try workspace.profiles.read { try $0.lists(limit: ListLimits.lists) }
        .filter { $0.name.folded == list.trimmedASCII.folded }
    guard let first = found.first else { throw CommandFailure(.notFound, "There is no list \"\(list)\".") }
    if found.count > 1 {
      let ids = found.map(\.publicID).joined(separator: ", ")
      throw CommandFailure(.conflict, "Several lists have the name \"\(list)\"; give an id: \(ids).")
    }
    return first
  }
}
