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

  init(library: any SegmentLibrary, declarations: PropertyDeclarations, workspaceZone: Zone) {
    self.library = library
    self.declarations = declarations
    self.workspaceZone = workspaceZone
  }

  /// - Parameters:
  ///   - id: of the definition where it is saved, so that a cycle back to it is seen.
  ///   - pointer: where the definition stands in the text whose mistakes are reported.
  mutating func bind(
    _ definition: SegmentDefinition, id: String?, at pointer: JSONPointer = .root
  ) -> BoundSegment? {
    if let id { path.append(id) }
    defer { if id != nil { path.removeLast() } }
    let context = Context(contentType: definition.contentType, zone: definition.timeZone ?? workspaceZone)
    refuseExceptions(definition, at: pointer)
    var parent = BoundSegment.Parent.none
    if let parentID = definition.parent {
      let place = pointer.appending("parent")
      if let bound = reference(parentID, from: place, fits: definition.contentType.mayHaveParent) {
        parent = .segment(bound)
      }
    }
    guard let filter = node(definition.filter, at: pointer.appending("filter"), context),
      parent != .none || definition.parent == nil
    else { return nil }
    return BoundSegment(id: id, contentType: definition.contentType, parent: parent, filter: filter)
  }

  private struct Context {
    var contentType: ContentType
    var zone: Zone
  }

  private mutating func refuseExceptions(_ definition: SegmentDefinition, at pointer: JSONPointer) {
    for (key, exceptions) in [("include", definition.include), ("exclude", definition.exclude)]
    where !exceptions.isEmpty {
      notSupported("exceptions by hand", at: pointer.appending(key))
    }
  }

  private mutating func notSupported(_ what: String, at pointer: JSONPointer) {
    mistakes.add(pointer, .notSupported, "\(what): part of the filter language, but not evaluated by this version yet")
  }

  private mutating func node(_ filter: Filter, at pointer: JSONPointer, _ context: Context) -> BoundFilter? {
    expandedNodes += 1
    if expandedNodes == FilterLimits.expandedNodes + 1 {
      mistakes.add(
        pointer, .tooMany, "with all references expanded the filter has over \(FilterLimits.expandedNodes) nodes")
    }
    guard expandedNodes <= FilterLimits.expandedNodes else { return nil }
    return boundNode(filter, at: pointer, context).map { BoundFilter(pointer: pointer, node: $0) }
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
    case .event(let condition): return event(condition, at: pointer, context.zone).map { .event($0) }
    case .segment(let id):
      let isPeople = context.contentType.isPeople
      return reference(id, from: pointer.appending("segment"), fits: { $0.isPeople == isPeople }).map { .segment($0) }
    case .sequence: notSupported("sequences", at: pointer)
    case .list: notSupported("lists", at: pointer)
    case .company: notSupported("conditions on a person's companies", at: pointer)
    case .contacts, .contactCount: notSupported("conditions on a company's people", at: pointer)
    case .sample: notSupported("samples", at: pointer)
    }
    return nil
  }

  private mutating func nodes(_ filters: [Filter], at pointer: JSONPointer, _ context: Context) -> [BoundFilter]? {
    var bound: [BoundFilter] = []
    for (index, filter) in filters.enumerated() {
      if let node = node(filter, at: pointer.appending(index), context) { bound.append(node) }
    }
    return bound.count == filters.count ? bound : nil
  }

  private mutating func event(_ condition: EventCondition, at pointer: JSONPointer, _ zone: Zone) -> BoundEvent? {
    let before = mistakes.errors.count
    if condition.aggregate != nil { notSupported("aggregates", at: pointer.appending("aggregate")) }
    if condition.occurrence != nil { notSupported("first and last occurrence", at: pointer.appending("occurrence")) }
    if condition.periods != nil { notSupported("periods", at: pointer.appending("periods")) }
    guard mistakes.errors.count == before else { return nil }
    expandedNodes += condition.where.nodeCount
    return BoundEvent(
      name: condition.event, where: condition.where.bound(in: zone), window: condition.within.range(in: zone),
      count: condition.count ?? .atLeast(1))
  }

  /// The segment with this id, bound; reports where there is none, where it does not fit, and cycles with their path.
  private mutating func reference(
    _ id: String, from pointer: JSONPointer, fits: (ContentType) -> Bool
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
    guard path.count < FilterLimits.referenceDepth else {
      mistakes.add(pointer, .tooDeep, "the chain of references is over \(FilterLimits.referenceDepth) segments long")
      return nil
    }
    let before = mistakes.errors.count
    var inner = self
    inner.mistakes = MistakeCollector()
    let bound = inner.bind(definition, id: id)
    expandedNodes = inner.expandedNodes
    // What is wrong inside another segment is told at the reference: the text at hand has no other place for it.
    for error in inner.mistakes.errors {
      mistakes.add(pointer, error.code, "in segment \"\(definition.name)\"\(error.pointer): \(error.detail)")
    }
    return mistakes.errors.count == before ? bound : nil
  }
}
