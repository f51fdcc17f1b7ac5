package import FilterCompiler
package import SegmentModel

/// What the meaning of filters depends on beside themselves.
package struct CompilerInputs: Sendable, Equatable {
  package var declarations: PropertyDeclarations
  package var zone: Zone

  package init(declarations: PropertyDeclarations, zone: Zone) {
    self.declarations = declarations
    self.zone = zone
  }

  init(_ snapshot: any ProfileSnapshot) throws {
    self.init(declarations: try snapshot.declarations(), zone: try snapshot.workspaceZone())
  }

  package func compiler(_ library: any SegmentLibrary) -> SegmentCompiler {
    SegmentCompiler(library: library, declarations: declarations, workspaceZone: zone)
  }
}
