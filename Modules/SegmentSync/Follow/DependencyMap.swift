import FilterCompiler
import SegmentModel

/// From what can change to the segments whose plans mention it, in groups that are evaluated together. One of companies
/// that mentions something of contacts, or the other way round, does so through a relation.
struct DependencyMap {
  private(set) var groups: [SegmentGroup] = []
  private var concerned: [Mention: ConcernedGroups] = [:]
  /// What slides, each once.
  private(set) var timed: [TimedCondition] = []
  /// Places of `timed`.
  private var timedBy: [Mention: [Int]] = [:]

  /// What a plan can mention.
  private enum Mention: Hashable {
    case property(PropertyKey)
    case event(ExactText)
    case lists
    /// Those at the other end of a relation.
    case relations
    case anyEvent
    /// Every segment, for those who are new or gone.
    case existence
    case time(SlidingCondition)
  }

  init() {}

  /// - Parameter before: its groups are taken over where their plans are the same, with what is kept of them.
  init(_ segments: some Sequence<FollowedSegment>, after before: DependencyMap) {
    var people: [Mention: [FollowedSegment]] = [:]
    var companies: [Mention: [FollowedSegment]] = [:]
    for segment in segments.sorted(by: { $0.row < $1.row }) {
      guard let plan = segment.live else { continue }
      for mention in Self.mentions(of: plan) {
        if plan.isPeople {
          people[mention, default: []].append(segment)
        } else {
          companies[mention, default: []].append(segment)
        }
      }
    }
    let groupsBefore = Dictionary(before.groups.map { ($0.segments, $0) }) { first, _ in first }
    // Many kinds of change concern the same segments.
    var places: [[Int64]: Int] = [:]
    func place(_ segments: [FollowedSegment], isPeople: Bool) -> Int {
      let rows = segments.map(\.row)
      if let known = places[rows] { return known }
      let fingerprints = segments.compactMap(\.builtPlan)
      if let known = groupsBefore[rows], known.fingerprints == fingerprints {
        groups.append(known)
      } else {
        let plans = PlanGroup(segments.compactMap(\.live), isPeople: isPeople)
        groups.append(SegmentGroup(segments: rows, plans: plans, fingerprints: fingerprints))
      }
      places[rows] = groups.count - 1
      return groups.count - 1
    }
    for (mention, segments) in people {
      concerned[mention, default: .none].people = place(segments, isPeople: true)
    }
    for (mention, segments) in companies {
      concerned[mention, default: .none].companies = place(segments, isPeople: false)
    }
    for (mention, groups) in concerned {
      guard case .time(let condition) = mention else { continue }
      for mention in Self.mentions(moving: condition) { timedBy[mention, default: []].append(timed.count) }
      timed.append(TimedCondition(condition: condition, groups: groups))
    }
  }

  /// What moves the dates and events that a condition looks at.
  private static func mentions(moving condition: SlidingCondition) -> [Mention] {
    switch condition {
    case .property(let key, _): [.property(key), .existence]
    case .event(let events, _): [.event(events.name), .existence]
    case .attribute(let event, _, _): [.event(event), .existence]
    }
  }

  /// Sliding conditions that the contact or company of an entry may pass at other instants from now on.
  func timed(for entry: ChangeFeedEntry) -> [Int] {
    let name = entry.name ?? ""
    switch entry.kind {
    case .contactProperty: return timed(by: [PropertyKey(.contact, name)] + Self.movedByWrites)
    case .trackedProperty: return timed(by: [PropertyKey(.tracked, name)] + Self.movedByWrites)
    case .companyProperty: return timed(by: [PropertyKey(.company, name)] + Self.movedByCompanyWrites)
    case .event: return (timedBy[.event(ExactText(name))] ?? []) + timed(by: Self.movedByEvents)
    case .eventDeletion: return timedBy[.event(ExactText(name))] ?? []
    case .merge, .contactCreation: return timedOfEveryone(areContacts: true)
    case .companyCreation: return timedOfEveryone(areContacts: false)
    case .companyDeletion, .contactDeletion, .link, .list, .declaration: return []
    }
  }

  private func timed(by keys: [PropertyKey]) -> [Int] { keys.flatMap { timedBy[.property($0)] ?? [] } }

  private func timedOfEveryone(areContacts: Bool) -> [Int] {
    (timedBy[.existence] ?? []).filter { timed[$0].condition.isAboutPeople == areContacts }
  }

  private static func mentions(of plan: LogicalPlan) -> Set<Mention> {
    let dependencies = plan.dependencies
    var mentions: Set<Mention> = [.existence]
    mentions.formUnion(dependencies.properties.map { .property($0) })
    mentions.formUnion(dependencies.events.map { .event($0) })
    mentions.formUnion(plan.slidingConditions.map { .time($0) })
    if dependencies.isOnState { mentions.insert(.property(state)) }
    if !dependencies.events.isEmpty { mentions.insert(.anyEvent) }
    if !dependencies.lists.isEmpty { mentions.insert(.lists) }
    if !dependencies.relations.isEmpty { mentions.insert(.relations) }
    return mentions
  }

  private static let state = PropertyKey(.contact, "state")

  /// What an event moves of its contact by itself, and what a property write does, whether or not the feed says so.
  private static let movedByEvents = [PropertyKey(.contact, "lastSeenAt"), PropertyKey(.contact, "sessionCount")]
  private static let movedByWrites = [PropertyKey(.contact, "modifiedAt")]
  private static let movedByCompanyWrites = [PropertyKey(.company, "modifiedAt")]

  /// The groups that an entry of the feed may change for its entity, or for those related to it.
  func groups(for entry: ChangeFeedEntry) -> [ConcernedGroups] {
    let name = entry.name ?? ""
    switch entry.kind {
    case .contactProperty: return concerned(by: [PropertyKey(.contact, name)] + Self.movedByWrites)
    case .trackedProperty: return concerned(by: [PropertyKey(.tracked, name)] + Self.movedByWrites)
    case .companyProperty: return concerned(by: [PropertyKey(.company, name)] + Self.movedByCompanyWrites)
    case .event: return [self[.event(ExactText(name))]] + concerned(by: Self.movedByEvents)
    case .eventDeletion: return [self[.event(ExactText(name))]]
    case .merge, .contactDeletion, .contactCreation:
      return [ConcernedGroups(people: self[.existence].people, companies: self[.relations].companies)]
    // Whoever was linked to the company is named by entries of its own.
    case .companyDeletion, .companyCreation: return [ConcernedGroups(companies: self[.existence].companies)]
    case .link: return [self[.relations]]
    case .list: return [self[.lists]]
    // Changes plans, not contacts.
    case .declaration: return []
    }
  }

  /// Those that ask for any event.
  var groupsWithEvents: ConcernedGroups { self[.anyEvent] }

  private subscript(_ mention: Mention) -> ConcernedGroups { concerned[mention] ?? .none }

  private func concerned(by keys: [PropertyKey]) -> [ConcernedGroups] { keys.map { self[.property($0)] } }
}
