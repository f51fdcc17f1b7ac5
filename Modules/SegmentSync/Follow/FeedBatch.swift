import FilterCompiler
import SegmentModel
import SegmentStore

/// What some entries of the feed ask to be looked at: by group of segments, whom, and the cause if that changes
/// something.
struct FeedBatch {
  /// Those taken in.
  let entries: ArraySlice<ChangeFeedEntry>
  /// Of the last one.
  private(set) var position: Int64
  /// By the place of the group.
  private(set) var touched: [Int: [Int64: ChangeCause]] = [:]
  /// By group, those whose relations are to be looked at: contacts for segments of companies, and the other way round.
  private var touchedThroughRelation: [Int: [Int64: ChangeCause]] = [:]
  /// By the place of the sliding condition, who may pass it at other instants from now on.
  private(set) var timed: [Int: Set<Int64>] = [:]
  /// Groups that are to look at everyone.
  private(set) var everyone: Set<Int> = []
  /// Whom the totals may have gained, lost or moved.
  private(set) var people: Set<Int64> = []
  private(set) var companies: Set<Int64> = []
  /// Contacts that were erased.
  private(set) var erased: Set<Int64> = []
  private(set) var hasDeclarations = false
  private(set) var hasEvents = false
  /// Entries are left, read or not.
  private(set) var isMore: Bool

  /// - Parameter limit: contacts and companies, at most; what is beyond is left for another batch.
  init(
    _ entries: [ChangeFeedEntry], after position: Int64, requested: Int, limit: Int, _ dependencies: DependencyMap
  ) {
    self.position = position
    self.entries = Self.prefix(entries, limit: limit)
    isMore = entries.count >= requested || self.entries.count < entries.count
    let eventful = Set(self.entries.lazy.filter { $0.kind == .event }.map(\.entity))
    for entry in self.entries {
      self.position = entry.position
      take(entry, eventful: eventful, dependencies)
    }
  }

  /// Of no entries: what time alone asks to be looked at.
  init(at position: Int64) {
    self.position = position
    entries = []
    isMore = false
  }

  /// Those up to the one that would touch one entity too many.
  private static func prefix(_ entries: [ChangeFeedEntry], limit: Int) -> ArraySlice<ChangeFeedEntry> {
    var seen: Set<Int64> = []
    let end = entries.firstIndex { entry in
      // A merge touches two.
      let touched = entry.kind == .merge ? [entry.entity, entry.item ?? entry.entity] : [entry.entity]
      let new = touched.filter { !seen.contains($0) }
      if seen.count + new.count > limit { return true }
      seen.formUnion(new)
      return false
    }
    // One entry at least, or no step would ever get on.
    return entries.prefix(max(end ?? entries.count, 1))
  }

  private mutating func take(_ entry: ChangeFeedEntry, eventful: Set<Int64>, _ dependencies: DependencyMap) {
    let cause = ChangeCause(of: entry, eventful: eventful)
    for groups in dependencies.groups(for: entry) {
      switch entry.kind {
      case .link:
        touch(entry.entity, in: groups.people, cause)
        if let company = entry.item { touch(company, in: groups.companies, cause) }
      case .merge:
        touch(entry.entity, in: groups.people, cause)
        if let winner = entry.item { touch(contact: winner, in: groups, cause) }
      case .companyProperty, .companyCreation, .companyDeletion:
        touch(entry.entity, in: groups.companies, cause)
        touchRelated(entry.entity, in: groups.people, .company)
      default: touch(contact: entry.entity, in: groups, cause)
      }
    }
    for place in dependencies.timed(for: entry) {
      timed[place, default: []].insert(entry.kind == .merge ? entry.item ?? entry.entity : entry.entity)
    }
    switch entry.kind {
    case .contactCreation: people.insert(entry.entity)
    case .merge: people.formUnion([entry.entity, entry.item ?? entry.entity])
    case .contactDeletion:
      people.insert(entry.entity)
      erased.insert(entry.entity)
    case .contactProperty where entry.name == "state": people.insert(entry.entity)
    case .companyCreation, .companyDeletion: companies.insert(entry.entity)
    case .declaration: hasDeclarations = true
    case .event: hasEvents = true
    default: break
    }
  }

  /// In segments of people the contact itself, in those of companies the companies that it belongs to.
  private mutating func touch(contact: Int64, in groups: ConcernedGroups, _ cause: ChangeCause) {
    touch(contact, in: groups.people, cause)
    touchRelated(contact, in: groups.companies, cause)
  }

  private mutating func touch(_ entity: Int64, in group: Int?, _ cause: ChangeCause) {
    if let group { touched[group, default: [:]].note(cause, of: entity) }
  }

  private mutating func touchRelated(_ entity: Int64, in group: Int?, _ cause: ChangeCause) {
    if let group { touchedThroughRelation[group, default: [:]].note(cause, of: entity) }
  }

  /// Contacts, or companies, for whom time has come.
  mutating func touch(byTime entities: [Int64], areContacts: Bool, in groups: ConcernedGroups) {
    for entity in entities {
      touch(entity, in: areContacts ? groups.people : groups.companies, .time)
      touchRelated(entity, in: areContacts ? groups.companies : groups.people, .time)
    }
  }

  /// Turns what is touched through a relation into those at its other end; with more than `limit` of them, their
  /// groups are to look at everyone.
  /// - Parameter related: those at the other end, `limit` at most, of contacts or of companies, each with whom it is
  ///   related to.
  mutating func follow(
    _ groups: [SegmentGroup], limit: Int,
    _ related: (_ ids: [Int64], _ areContacts: Bool, _ limit: Int) throws -> [(id: Int64, other: Int64)]
  ) rethrows {
    for areContacts in [true, false] {
      let places = touchedThroughRelation.filter { groups[$0.key].plans.isPeople == !areContacts }
      let ids = places.values.reduce(into: Set<Int64>()) { $0.formUnion($1.keys) }
      guard !ids.isEmpty else { continue }
      let links = try related(ids.sorted(), areContacts, limit + 1)
      for (group, causes) in places {
        if links.count > limit {
          everyone.insert(group)
          continue
        }
        for (id, other) in links {
          if let cause = causes[id] { touch(other, in: group, cause) }
        }
      }
    }
    touchedThroughRelation = [:]
  }

  /// What to look at, the weightiest cause first: of several causes that is the one that is told.
  var looks: [Look] {
    var looks: [Look] = []
    for (group, causes) in touched {
      for (cause, entities) in Dictionary(grouping: causes, by: \.value) {
        looks.append(Look(group: group, cause: cause, entities: entities.map(\.key).sorted()))
      }
    }
    return looks.sorted { ($0.cause.weight, $1.group) > ($1.cause.weight, $0.group) }
  }

  /// Some contacts or companies, whom segments are to look at.
  struct Look {
    /// Place of the group.
    var group: Int
    var cause: ChangeCause
    /// Ascending.
    var entities: [Int64]
  }
}
