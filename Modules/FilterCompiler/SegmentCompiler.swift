package import SegmentModel

/// A segment ready to be evaluated: as understood, and as a plan.
package struct CompiledSegment: Sendable, Hashable {
  package var contentType: ContentType
  package var bound: BoundSegment
  package var plan: LogicalPlan
  /// Ids of the segments that it refers to, directly or through others.
  package var references: Set<String>
}

/// Filter → bound filter → logical plan.
package struct SegmentCompiler {
  private let library: any SegmentLibrary
  private let declarations: PropertyDeclarations
  private let workspaceZone: Zone
  private let optimizer: PlanOptimizer

  package init(
    library: any SegmentLibrary, declarations: PropertyDeclarations = .basic, workspaceZone: Zone = .utc,
    optimizer: PlanOptimizer = .standard
  ) {
    self.library = library
    self.optimizer = optimizer
    self.declarations = declarations
    self.workspaceZone = workspaceZone
  }

  /// - Parameter id: of the segment where it is saved; nil for a new one or a preview.
  /// - Throws: `InvalidInput` with all mistakes, by their place in the definition.
  package func compile(_ definition: SegmentDefinition, id: String? = nil) throws(InvalidInput) -> CompiledSegment {
    var binder = Binder(library: library, declarations: declarations, workspaceZone: workspaceZone)
    guard let bound = binder.bind(definition, id: id), binder.mistakes.errors.isEmpty else {
      throw InvalidInput(binder.mistakes.errors)
    }
    let plan = optimizer.plan(bound.plan, isPeople: definition.contentType.isPeople)
    return CompiledSegment(
      contentType: definition.contentType, bound: bound, plan: plan, references: bound.references)
  }
}

extension BoundSegment {
  fileprivate var references: Set<String> {
    var ids = filter.references
    if case .segment(let parent) = parent { ids.formUnion(parent.references.union([parent.id].compactMap(\.self))) }
    return ids
  }
}

extension BoundFilter {
  fileprivate var references: Set<String> {
    switch node {
    case .all(let nodes), .any(let nodes): nodes.reduce(into: []) { $0.formUnion($1.references) }
    case .not(let inner): inner.references
    case .segment(let segment): segment.references.union([segment.id].compactMap(\.self))
    case .related(let relation): relation.filter.references
    case .property, .event, .sequence, .list, .sample: []
    }
  }
}
