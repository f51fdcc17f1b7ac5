import SegmentModel
import SegmentStore

/// What some entries of the feed ask to be looked at: by segment, whom, and the cause if that changes something.
struct FeedBatch {
  /// Of the last entry taken in.
  private(set) var position: Int64
  private(set) var touched: [Int64: [Int64: ChangeCause]] = [:]
  /// By segment, those whose relations are to be looked at: contacts for segments of companies, and the other way round.
  private var touchedThroughRelation: [Int64: [Int64: ChangeCause]] = [:]
  /// Segments that are to look at everyone.
  private(set) var everyone: Set<Int64> = []
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
    isMore = entries.count >= requested
    let taken = Self.prefix(entries, limit: limit)
    if taken.count < entries.count { isMore = true }
    let eventful = Set(taken.lazy.filter { $0.kind == .event }.map(\.entity))
    for entry in taken {
      self.position = entry.position
      take(entry, eventful: eventful, dependencies)
    }
  }

  /// Those up to the one that would touch one entity too many.
  private static func prefix(_ entries: [ChangeFeedEntry], limit: Int) -> ArraySlice<ChangeFeedEntry> {
    var seen: Set<Int64> = []
    let end = entries.firstIndex { entry in
      // A merge touches two.
      guard seen.count + (entry.kind == .merge ? 2 : 1) > limit else {
        seen.insert(entry.entity)
        if entry.kind == .merge, let winner = entry.item { seen.insert(winner) }
        return false
      }
      return !seen.contains(entry.entity)
    }
    // One entry at least, or no step would ever get on.
    return entries.prefix(max(end ?? entries.count, 1))
  }

  private mutating func take(_ entry: ChangeFeedEntry, eventful: Set<Int64>, _ dependencies: DependencyMap) {
    let segments = dependencies.segments(for: entry)
    let cause = Self.cause(of: entry, eventful: eventful)
    switch entry.kind {
    case .link:
      touch(entry.entity, in: segments.people, cause)
      if let company = entry.item { touch(company, in: segments.companies, cause) }
    case .merge:
      touch(entry.entity, in: segments.people, cause)
      people.insert(entry.entity)
      guard let winner = entry.item else { break }
      people.insert(winner)
      touch(contact: winner, in: segments, cause)
    case .companyProperty, .companyCreation, .companyDeletion:
      touch(entry.entity, in: segments.companies, cause)
      touchRelated(entry.entity, in: segments.people, .company)
    default: touch(contact: entry.entity, in: segments, cause)
    }
    switch entry.kind {
    case .contactCreation: people.insert(entry.entity)
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

  /// A contact that comes to be, and values kept by rules, follow from an event or a property write of the same
  /// message: they count as that.
  private static func cause(of entry: ChangeFeedEntry, eventful: Set<Int64>) -> ChangeCause {
    switch entry.kind {
    case .event: return .event
    case .merge: return .merged
    case .contactDeletion, .companyDeletion: return .deleted
    case .list: return .list
    case .link: return .company
    case .contactCreation: return eventful.contains(entry.entity) ? .event : .property
    case .contactProperty:
      let isByRule = BasicProperty.keptByRules.contains(entry.name ?? "")
      return isByRule && eventful.contains(entry.entity) ? .event : .property
    case .trackedProperty, .companyProperty, .companyCreation, .declaration: return .property
    }
  }

  /// In segments of people the contact itself, in those of companies the companies that it belongs to.
  private mutating func touch(contact: Int64, in segments: SegmentsByKind, _ cause: ChangeCause) {
    touch(contact, in: segments.people, cause)
    touchRelated(contact, in: segments.companies, cause)
  }

  private mutating func touch(_ entity: Int64, in segments: [Int64], _ cause: ChangeCause) {
    for segment in segments { touched[segment, default: [:]].note(cause, of: entity) }
  }

  private mutating func touchRelated(_ entity: Int64, in segments: [Int64], _ cause: ChangeCause) {
    for segment in segments { touchedThroughRelation[segment, default: [:]].note(cause, of: entity) }
  }

  /// Contacts whose events lay ahead until now.
  mutating func touch(byTime contacts: [Int64], in segments: SegmentsByKind) {
    for contact in contacts { touch(contact: contact, in: segments, .time) }
  }

  /// Turns what is touched through a relation into those at its other end; with more than `limit` of them, their
  /// segments are to look at everyone.
  /// - Parameter related: those at the other end, `limit` at most, of contacts or of companies, each with whom it is
  ///   related to.
  mutating func follow(
    _ segments: [Int64: FollowedSegment], limit: Int,
    _ related: (_ ids: [Int64], _ areContacts: Bool, _ limit: Int) throws -> [(id: Int64, other: Int64)]
  ) rethrows {
    for areContacts in [true, false] {
      let rows = touchedThroughRelation.filter { segments[$0.key]?.isPeople == !areContacts }
      let ids = rows.values.reduce(into: Set<Int64>()) { $0.formUnion($1.keys) }
      guard !ids.isEmpty else { continue }
      let links = try related(ids.sorted(), areContacts, limit + 1)
      for (row, causes) in rows {
        if links.count > limit {
          everyone.insert(row)
          continue
        }
        for (id, other) in links {
          if let cause = causes[id] { touch(other, in: [row], cause) }
        }
      }
    }
    touchedThroughRelation = [:]
  }
}

extension [Int64: ChangeCause] {
  /// Of several causes the weightiest is told.
  fileprivate mutating func note(_ cause: ChangeCause, of entity: Int64) {
    if self[entity].map({ $0.weight <= cause.weight }) ?? true { self[entity] = cause }
  }
}

extension ChangeCause {
  fileprivate var weight: Int {
    switch self {
    case .time: 0
    case .property: 1
    case .event: 2
    case .list, .company, .exception, .edit: 3
    case .merged: 4
    case .deleted: 5
    }
  }
}
