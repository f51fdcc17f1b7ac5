import FilterCompiler
import SegmentModel

/// From what can change to the segments whose plans mention it.
struct DependencyMap {
  private var properties: [PropertyKey: [Int64]] = [:]
  private var events: [String: [Int64]] = [:]
  /// Every segment of people, every one of companies: for those who are new or gone.
  private(set) var people: [Int64] = []
  private(set) var companies: [Int64] = []
  /// Those that ask for any event.
  private(set) var withEvents: [Int64] = []

  init() {}

  init(_ segments: some Sequence<FollowedSegment>) {
    for segment in segments {
      guard let plan = segment.plan else { continue }
      if plan.isPeople { people.append(segment.row) } else { companies.append(segment.row) }
      if !plan.dependencies.events.isEmpty { withEvents.append(segment.row) }
      for name in plan.dependencies.events { events[name, default: []].append(segment.row) }
      for key in plan.dependencies.properties { properties[key, default: []].append(segment.row) }
      if plan.dependencies.isOnState { properties[Self.state, default: []].append(segment.row) }
    }
  }

  private static let state = PropertyKey(.contact, "state")

  /// What an event moves of its contact by itself, and what a property write does, whether or not the feed says so.
  private static let movedByEvents = [PropertyKey(.contact, "lastSeenAt"), PropertyKey(.contact, "sessionCount")]
  private static let movedByWrites = [PropertyKey(.contact, "modifiedAt")]
  private static let movedByCompanyWrites = [PropertyKey(.company, "modifiedAt")]

  /// The segments that an entry of the feed may change for its entity.
  func segments(for entry: ChangeFeedEntry) -> [Int64] {
    let name = entry.name ?? ""
    switch entry.kind {
    case .contactProperty: return mentioning(PropertyKey(.contact, name), and: Self.movedByWrites)
    case .trackedProperty: return mentioning(PropertyKey(.tracked, name), and: Self.movedByWrites)
    case .companyProperty: return mentioning(PropertyKey(.company, name), and: Self.movedByCompanyWrites)
    case .event: return (events[name] ?? []) + Self.movedByEvents.flatMap { properties[$0] ?? [] }
    case .merge, .contactDeletion, .contactCreation: return people
    case .companyDeletion, .companyCreation: return companies
    // No plan of this version looks at links or lists; a declaration changes plans, not contacts.
    case .link, .list, .declaration: return []
    }
  }

  private func mentioning(_ key: PropertyKey, and others: [PropertyKey]) -> [Int64] {
    (properties[key] ?? []) + others.flatMap { properties[$0] ?? [] }
  }
}
