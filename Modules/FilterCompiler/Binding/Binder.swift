import SegmentModel

/// Understands a filter: resolves names, operators and references, and refuses what does not fit together.
struct Binder {
  let library: any SegmentLibrary
  let declarations: PropertyDeclarations
  let workspaceZone: Zone

  private(set) var mistakes = MistakeCollector()
  /// Ids of the segments being bound, outermost first.
  private var path: [String] = []
  private var expandedNodes = 0
  /// References followed to where the binder stands.
  private var referenceDepth = 0

  init(library: any SegmentLibrary, declarations: PropertyDeclarations, workspaceZone: Zone) {
    self.library = library
    self.declarations = declarations
    self.workspaceZone = workspaceZone
  }

  /// - Parameters:
  ///   - id: of the definition where it is saved, so that a cycle back to it is seen.
  ///   - pointer: where the definition stands in the text whose mistakes are reported.
  mutating func bind(
    _ definition: SegmentDefinition, id: String?, at pointer: JSONPointer = .root, isInsideRelation: Bool = false
  ) -> BoundSegment? {
    if let id { path.append(id) }
    defer { if id != nil { path.removeLast() } }
    let context = Context(
      contentType: definition.contentType, zone: definition.timeZone ?? workspaceZone,
      isInsideRelation: isInsideRelation)
    var parent = BoundSegment.Parent.none
    if let parentID = definition.parent {
      let place = pointer.appending("parent")
      if let bound = reference(parentID, from: place, context, fits: definition.contentType.mayHaveParent) {
        parent = .segment(bound)
      }
    }
    guard let filter = node(definition.filter, at: pointer.appending("filter"), context),
      parent != .none || definition.parent == nil
    else { return nil }
    return BoundSegment(
      id: id, contentType: definition.contentType, parent: parent, filter: filter,
      included: definition.include.map { HandPick(contact: $0.contact, until: $0.until) },
      excluded: definition.exclude.map { HandPick(contact: $0.contact, until: $0.until) })
  }

  private struct Context {
    var contentType: ContentType
    var zone: Zone
    /// Relations do not nest in each other, nor through a segment referred to.
    var isInsideRelation: Bool
  }

  private mutating func node(_ filter: Filter, at pointer: JSONPointer, _ context: Context) -> BoundFilter? {
    guard expand(by: 1, at: pointer) else { return nil }
    return boundNode(filter, at: pointer, context).map { BoundFilter(pointer: pointer, node: $0) }
  }

  /// Counts nodes; false beyond the limit, which is reported once.
  private mutating func expand(by nodes: Int, at pointer: JSONPointer) -> Bool {
    let limit = FilterLimits.expandedNodes
    if expandedNodes <= limit, expandedNodes + nodes > limit {
      mistakes.add(pointer, .tooMany, "with all references expanded the filter has over \(limit) nodes")
    }
    expandedNodes += nodes
    return expandedNodes <= limit
  }

  private mutating func boundNode(
    _ filter: Filter, at pointer: JSONPointer, _ context: Context
  ) -> BoundFilter.Node? {
    switch filter {
    case .all(let nodes): return self.nodes(nodes, at: pointer.appending("all"), context).map { .all($0) }
    case .any(let nodes): return self.nodes(nodes, at: pointer.appending("any"), context).map { .any($0) }
    case .not(let inner): return node(inner, at: pointer.appending("not"), context).map { .not($0) }
    case .property(let name, let condition):
      let key = PropertyKey(
        context.contentType.isPeople ? .contact : .company, BasicProperty.resolvingAlias(name))
      return .property(key, condition.bound(in: context.zone, unit: declarations.dateUnit(of: key)))
    case .tracked(let name, let condition):
      let key = PropertyKey(.tracked, name)
      return .property(key, condition.bound(in: context.zone, unit: declarations.dateUnit(of: key)))
    case .event(let condition):
      guard expand(by: condition.where.nodeCount + condition.having.nodeCount, at: pointer) else { return nil }
      return .event(condition.bound(in: context.zone))
    case .sequence(let condition):
      guard expand(by: condition.nodeCount, at: pointer) else { return nil }
      return .sequence(condition.bound(in: context.zone))
    case .segment(let id):
      let isPeople = context.contentType.isPeople
      return reference(id, from: pointer.appending("segment"), context, fits: { $0.isPeople == isPeople })
        .map { .segment($0) }
    case .list(let id):
      guard library.listName(of: id) != nil else {
        mistakes.add(pointer.appending("list"), .unknownList, "there is no list \"\(id)\"")
        return nil
      }
      return .list(id)
    case .sample(let percent, let salt): return .sample(SampleTest(percent: percent, salt: ExactText(salt)))
    case .company(let inner, let quantifier):
      return related(.companies, inner, .quantifier(quantifier), at: pointer, "company", context)
    case .contacts(let inner, let quantifier):
      return related(.contacts, inner, .quantifier(quantifier), at: pointer, "contacts", context)
    case .contactCount(let inner, let count):
      return related(.contacts, inner, .count(count), at: pointer, "contacts", context)
    }
  }

  private mutating func related(
    _ relation: Relation, _ inner: Filter, _ measure: BoundRelation.Measure, at pointer: JSONPointer, _ key: String,
    _ context: Context
  ) -> BoundFilter.Node? {
    guard !context.isInsideRelation else {
      mistakes.add(pointer, .notAllowedHere, "relations do not nest in each other, nor through a segment referred to")
      return nil
    }
    var inside = context
    inside.isInsideRelation = true
    inside.contentType = relation == .companies ? .company : .contact
    return node(inner, at: pointer.appending(key), inside).map {
      .related(BoundRelation(relation: relation, measure: measure, filter: $0))
    }
  }

  private mutating func nodes(_ filters: [Filter], at pointer: JSONPointer, _ context: Context) -> [BoundFilter]? {
    var bound: [BoundFilter] = []
    for (index, filter) in filters.enumerated() {
      if let node = node(filter, at: pointer.appending(index), context) { bound.append(node) }
    }
    return bound.count == filters.count ? bound : nil
  }

  /// The segment with this id, bound; reports where there is none, where it does not fit, and cycles with their path.
  private mutating func reference(
    _ id: String, from pointer: JSONPointer, _ context: Context, fits: (ContentType) -> Bool
  ) -> BoundSegment? {
    guard let definition = library.definition(of: id) else {
      mistakes.add(pointer, .unknownSegment, "there is no segment \"\(id)\"")
      return nil
    }
    if let start = path.firstIndex(of: id) {
      let cycle = (path[start...] + [id]).map { library.definition(of: $0)?.name ?? $0 }
      mistakes.add(pointer, .cycle, "segments refer to each other in a circle: \(cycle.joined(separator: " → "))")
      return nil
    }
    guard fits(definition.contentType) else {
      mistakes.add(
        pointer, .contentTypeMismatch, "\"\(definition.name)\" is of type \(definition.contentType.rawValue)")
      return nil
    }
    guard referenceDepth < FilterLimits.referenceDepth else {
      mistakes.add(pointer, .tooDeep, "the chain of references is over \(FilterLimits.referenceDepth) segments long")
      return nil
    }
    let before = mistakes.errors.count
    var inner = self
    inner.mistakes = MistakeCollector()
    inner.referenceDepth += 1
    let bound = inner.bind(definition, id: id, isInsideRelation: context.isInsideRelation)
    expandedNodes = inner.expandedNodes
    // What is wrong inside another segment is told at the reference: the text at hand has no other place for it.
    for error in inner.mistakes.errors {
      mistakes.add(pointer, error.code, "in segment \"\(definition.name)\"\(error.pointer): \(error.detail)")
    }
    return mistakes.errors.count == before ? bound : nil
  }
}
