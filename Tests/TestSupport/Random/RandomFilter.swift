package import SegmentModel

/// Draws valid segment definitions about a world: values are the world's own or just beside them.
package struct RandomFilter {
  /// A saved segment that filters may refer to.
  struct Reference {
    var id: String
    var contentType: String
    /// A relation in it or in what it refers to.
    var hasRelation: Bool
    /// Nodes with references expanded.
    var size: Int
  }

  /// Where a node stands.
  struct Place {
    var isCompany: Bool
    /// Levels that are left below.
    var depth: Int
    var isInRelation = false
  }

  let subset: FilterSubset
  let nows: [Instant]
  let words: FilterVocabulary
  /// Sorted, for a set's own order differs from run to run.
  let operators: [FilterOperator]
  var references: [Reference] = []
  var generator: SplitMix64
  private var count = 0

  package init(world: OracleWorld, nows: [Instant], subset: FilterSubset = .whole, generator: SplitMix64) {
    self.subset = subset
    self.nows = nows
    self.generator = generator
    words = FilterVocabulary(world)
    operators = FilterOperator.allCases.filter(subset.operators.contains)
    for segment in world.segments { mayReferTo(segment) }
  }

  /// From now on filters refer to this segment too.
  package mutating func mayReferTo(_ segment: OracleWorld.SavedSegment) {
    var reference = Reference(
      id: segment.id, contentType: segment.definition["contentType"]?.stringValue ?? "", hasRelation: false, size: 1)
    func visit(_ json: JSONValue) {
      for child in json.arrayValue ?? [] { visit(child) }
      for member in json.objectValue ?? [] {
        visit(member.value)
        reference.size += 1
        if member.key == "company" || member.key == "contacts" { reference.hasRelation = true }
        guard member.key == "segment" || member.key == "parent" else { continue }
        guard let known = references.first(where: { $0.id == member.value.stringValue }) else { continue }
        reference.size += known.size
        if known.hasRelation { reference.hasRelation = true }
      }
    }
    visit(segment.definition)
    // Far from the limit of 5,000 nodes with references expanded.
    if reference.size < 300 { references.append(reference) }
  }

  /// A moment at or near which the world has its edges.
  package mutating func now() -> Instant {
    let now = generator.element(of: nows) ?? Instant(milliseconds: 0)
    return now.advanced(milliseconds: generator.pick(0, 0, 0, 1, -1, 1000, -60_000, 3_600_000))
  }

  // MARK: Definitions

  package mutating func definition() -> JSONValue {
    count += 1
    let contentType = generator.element(of: subset.contentTypes) ?? "contact"
    let isCompany = contentType == "company"
    var members = [JSONMember("name", .string("Random \(count)")), JSONMember("contentType", .string(contentType))]
    if has(.parent), generator.chance(0.2) {
      let parents = references.filter { $0.contentType == contentType || ($0.contentType == "contact" && !isCompany) }
      members.append(JSONMember("parent", generator.element(of: parents).map { .string($0.id) } ?? .null))
    }
    if has(.timeZone), generator.chance(0.5) {
      let zone = generator.element(of: DatePool.zones) ?? "UTC"
      members.append(JSONMember("timeZone", generator.chance(0.1) ? .null : .string(zone)))
    }
    members.append(JSONMember("filter", node(Place(isCompany: isCompany, depth: subset.maximumDepth))))
    for part in [FilterPart.include, .exclude] where has(part) && !isCompany && generator.chance(0.08) {
      if words.publicIDs.isEmpty { continue }
      members.append(JSONMember(part.rawValue, exceptions()))
    }
    return .object(members)
  }

  private mutating func exceptions() -> JSONValue {
    .array(
      (0...generator.below(3)).map { _ in
        var entry = [JSONMember("contact", .string(generator.element(of: words.publicIDs) ?? ""))]
        if generator.chance(0.5) { entry.append(JSONMember("reason", "asked for it")) }
        if generator.chance(0.6) { entry.append(JSONMember("until", .string(now().description))) }
        return .object(entry)
      })
  }

  func has(_ part: FilterPart) -> Bool { subset.parts.contains(part) }

  // MARK: Nodes

  mutating func node(_ place: Place) -> JSONValue {
    var kinds: [FilterPart] = [.property, .property, .property, .segment, .sample]
    if !place.isCompany { kinds += [.tracked, .tracked, .event, .event, .event, .list, .sequence, .sequence] }
    if place.depth > 1 {
      kinds += [.all, .all, .any, .any, .not]
      if !place.isInRelation { kinds += place.isCompany ? [.contacts, .contacts] : [.company, .company] }
    }
    kinds = kinds.filter(has)
    let kind = generator.element(of: kinds) ?? .property
    return drawn(kind, place) ?? leaf("property", of: place.isCompany ? words.companies : words.contacts)
  }

  /// Nil where the world has nothing of the kind.
  private mutating func drawn(_ kind: FilterPart, _ place: Place) -> JSONValue? {
    var below = place
    below.depth -= 1
    switch kind {
    case .all, .any: return list(kind, atLeast: kind == .any ? 1 : generator.pick(0, 1, 2, 2, 2, 2), below)
    case .not: return ["not": node(below)]
    case .tracked: return leaf("tracked", of: words.tracked)
    case .event: return eventCondition()
    case .sequence: return sequence()
    case .list: return generator.element(of: words.lists).map { ["list": .string($0)] }
    case .sample:
      let percent = generator.pick(0, 100, 50, 10, 12.5, Double(generator.below(101)))
      return [
        "sample": ["percent": .number(percent), "salt": .string(generator.pick("spring", "\u{E9}t\u{E9}", "a:b"))]
      ]
    case .segment:
      let fitting = references.filter {
        ($0.contentType == "company") == place.isCompany && !(place.isInRelation && $0.hasRelation)
      }
      return generator.element(of: fitting).map { ["segment": .string($0.id)] }
    case .company, .contacts: return relation(kind, below)
    default: return nil
    }
  }

  private mutating func list(_ kind: FilterPart, atLeast least: Int, _ below: Place) -> JSONValue {
    let nodes = (0..<(least + generator.below(3))).map { _ in node(below) }
    return .object([JSONMember(kind.rawValue, .array(nodes))])
  }

  private mutating func relation(_ kind: FilterPart, _ below: Place) -> JSONValue {
    let inner = node(Place(isCompany: kind == .company, depth: min(below.depth, 2), isInRelation: true))
    var members = [JSONMember(kind.rawValue, inner)]
    if kind == .contacts, has(.count), generator.chance(0.4) {
      members.append(JSONMember("count", bound(upTo: 6)))
    } else if has(.quantifier), generator.chance(0.7) {
      members.append(JSONMember("quantifier", .string(generator.pick("any", "all", "none"))))
    }
    return .object(members)
  }

  mutating func bound(upTo most: Int) -> JSONValue {
    let n = Double(generator.chance(0.03) ? 1_000_000 : generator.below(most))
    return .object([JSONMember(generator.pick("exactly", "atLeast", "atMost"), .number(n))])
  }
}
