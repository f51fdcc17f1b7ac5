package import FilterCompiler
package import SegmentModel

/// What the meaning of filters depends on beside themselves.
package struct CompilerInputs: Sendable, Equatable {
  package var declarations: PropertyDeclarations
  package var zone: Zone
  /// Names of lists by their public ids.
  package var lists: [String: String]

  package init(declarations: PropertyDeclarations, zone: Zone, lists: [String: String] = [:]) {
    self.declarations = declarations
    self.zone = zone
    self.lists = lists
  }

  package init(_ snapshot: any ProfileSnapshot) throws {
    self.init(
      declarations: try snapshot.declarations(), zone: try snapshot.workspaceZone(), lists: try snapshot.listNames())
  }

  /// - Parameter segments: those that a filter may refer to.
  package func compiler(_ segments: any SegmentLibrary) -> SegmentCompiler {
    SegmentCompiler(library: library(segments), declarations: declarations, workspaceZone: zone)
  }

  /// Everything that a filter may refer to.
  package func library(_ segments: any SegmentLibrary) -> any SegmentLibrary {
    WholeLibrary(segments: segments, lists: lists)
  }
}

/// Segments of one file and lists of the other.
private struct WholeLibrary: SegmentLibrary {
  let segments: any SegmentLibrary
  let lists: [String: String]

  func definition(of id: String) -> SegmentDefinition? { segments.definition(of: id) }
  func listName(of id: String) -> String? { lists[id] }
}
