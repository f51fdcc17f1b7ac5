import FilterCompiler
import SegmentModel

/// Segments by whom they are about.
struct SegmentsByKind {
  var people: [Int64] = []
  var companies: [Int64] = []

  static func + (left: Self, right: Self) -> Self {
    SegmentsByKind(people: left.people + right.people, companies: left.companies + right.companies)
  }
}

/// From what can change to the segments whose plans mention it. One of companies that mentions something of contacts,
/// or the other way round, does so through a relation.
struct DependencyMap {
  private var properties: [PropertyKey: SegmentsByKind] = [:]
  private var events: [ExactText: SegmentsByKind] = [:]
  private var lists = SegmentsByKind()
  /// Those that ask for those at the other end of a relation.
  private var related = SegmentsByKind()
  /// Every segment, for those who are new or gone.
  private var everything = SegmentsByKind()
  /// Those that ask for any event.
  private(set) var withEvents = SegmentsByKind()

  init() {}

  init(_ segments: some Sequence<FollowedSegment>) {
    for segment in segments {
      guard let plan = segment.plan else { continue }
      let kind: WritableKeyPath<SegmentsByKind, [Int64]> = plan.isPeople ? \.people : \.companies
      everything[keyPath: kind].append(segment.row)
      let mentioned = plan.dependencies
      if !mentioned.events.isEmpty { withEvents[keyPath: kind].append(segment.row) }
      if !mentioned.lists.isEmpty { lists[keyPath: kind].append(segment.row) }
      if !mentioned.relations.isEmpty { related[keyPath: kind].append(segment.row) }
      for name in mentioned.events { events[name, default: .init()][keyPath: kind].append(segment.row) }
      for key in mentioned.properties { properties[key, default: .init()][keyPath: kind].append(segment.row) }
      if mentioned.isOnState { properties[Self.state, default: .init()][keyPath: kind].append(segment.row) }
    }
  }

  private static let state = PropertyKey(.contact, "state")

  /// What an event moves of its contact by itself, and what a property write does, whether or not the feed says so.
  private static let movedByEvents = [PropertyKey(.contact, "lastSeenAt"), PropertyKey(.contact, "sessionCount")]
  private static let movedByWrites = [PropertyKey(.contact, "modifiedAt")]
  private static let movedByCompanyWrites = [PropertyKey(.company, "modifiedAt")]

  /// The segments that an entry of the feed may change for its entity, or for those related to it.
  func segments(for entry: ChangeFeedEntry) -> SegmentsByKind {
    let name = entry.name ?? ""
    switch entry.kind {
    case .contactProperty: return mentioning(PropertyKey(.contact, name), and: Self.movedByWrites)
    case .trackedProperty: return mentioning(PropertyKey(.tracked, name), and: Self.movedByWrites)
    case .companyProperty: return mentioning(PropertyKey(.company, name), and: Self.movedByCompanyWrites)
    case .event:
      return Self.movedByEvents.reduce(events[ExactText(name)] ?? .init()) { $0 + (properties[$1] ?? .init()) }
    case .merge, .contactDeletion, .contactCreation:
      return SegmentsByKind(people: everything.people, companies: related.companies)
    // Whoever was linked to the company is named by entries of its own.
    case .companyDeletion, .companyCreation: return SegmentsByKind(companies: everything.companies)
    case .link: return related
    case .list: return lists
    // Changes plans, not contacts.
    case .declaration: return .init()
    }
  }

  private func mentioning(_ key: PropertyKey, and others: [PropertyKey]) -> SegmentsByKind {
    others.reduce(properties[key] ?? .init()) { $0 + (properties[$1] ?? .init()) }
  }
}
