import FilterCompiler
import SegmentModel

/// A sliding condition, and the groups of segments that mention it.
struct TimedCondition {
  let condition: SlidingCondition
  var groups: ConcernedGroups
}

/// Who passes something of a sliding condition, and when, as far ahead as was looked.
///
/// Looking ahead goes through everyone, but rarely; who is written in between is looked at alone. Entries that are no
/// longer right do no harm: whoever is taken from the queue is evaluated.
struct TimeQueue {
  struct Passing {
    var condition: Int
    var entity: Int64
    var instant: Instant
  }

  let conditions: [TimedCondition]
  /// By condition, the instant up to which everyone who passes is known.
  private var knownUntil: [Instant]
  /// By second.
  private var passings: [Int64: [Passing]] = [:]

  /// How far it looks ahead, in milliseconds.
  private static let horizon: Int64 = 300_000
  /// Those of one condition that are kept; if more pass at once, segments look at everyone.
  private static let limit = 65_536
  /// After so long a pause, in milliseconds, looking at everyone is less.
  private static let longPause: Int64 = 86_400_000

  /// - Parameter done: up to this instant whoever passed was looked at.
  init(_ conditions: [TimedCondition], done: Instant) {
    self.conditions = conditions
    knownUntil = Array(repeating: done, count: conditions.count)
  }

  private var earliest: Instant? {
    passings.keys.min().flatMap { passings[$0]?.lazy.map(\.instant).min() }
  }

  /// The next instant at which there is something to do.
  var nextDue: Instant? {
    [earliest, knownUntil.min()?.advanced(milliseconds: 1)].compactMap(\.self).min()
  }

  /// Up to this instant, `now` at most, whoever passed was taken.
  func done(at now: Instant) -> Instant {
    [now, earliest?.advanced(milliseconds: -1), knownUntil.min()].compactMap(\.self).min() ?? now
  }

  /// Looks ahead for the conditions whose time is over.
  /// - Parameter isEnough: asked before each, but for the first; the rest is left for the next call.
  /// - Returns: conditions for which so many pass at once that everyone is to be looked at now.
  mutating func lookAhead(
    from now: Instant, in snapshot: any ProfileSnapshot, isEnough: () -> Bool
  ) throws -> (crowded: [Int], isMore: Bool) {
    var crowded: [Int] = []
    var isFirst = true
    for place in conditions.indices where knownUntil[place] <= now {
      if !isFirst, isEnough() { return (crowded, true) }
      isFirst = false
      if now.milliseconds - knownUntil[place].milliseconds > Self.longPause {
        crowded.append(place)
        knownUntil[place] = now
      }
      let until = now.advanced(milliseconds: Self.horizon)
      guard let found = try crossings(place, among: nil, after: knownUntil[place], until: until, snapshot) else {
        continue
      }
      knownUntil[place] = found.completeUntil
      if !found.isComplete, found.list.isEmpty, found.completeUntil < now {
        crowded.append(place)
        knownUntil[place] = now
      }
    }
    return (crowded, false)
  }

  /// Those whose instant has come, the earliest first, `limit` at most.
  mutating func takeDue(at now: Instant, limit: Int) -> (due: [Passing], isMore: Bool) {
    var due: [Passing] = []
    for second in passings.keys.filter({ $0 <= now.milliseconds / 1000 }).sorted() {
      let here = (passings.removeValue(forKey: second) ?? []).sorted { $0.instant < $1.instant }
      let taken = here.prefix { $0.instant <= now }.prefix(limit - due.count)
      due += taken
      let rest = here.dropFirst(taken.count)
      if !rest.isEmpty { passings[second] = Array(rest) }
      if let next = rest.first, next.instant <= now { return (due, true) }
    }
    return (due, false)
  }

  /// Looks ahead for some, who were written or who have just passed.
  mutating func renew(_ entities: [Int64], of place: Int, at now: Instant, in snapshot: any ProfileSnapshot) throws {
    guard knownUntil[place] > now else { return }
    for slice in entities.slices(of: SegmentBackendLimits.candidates) {
      _ = try crossings(place, among: slice, after: now, until: knownUntil[place], snapshot)
    }
  }

  private mutating func crossings(
    _ place: Int, among entities: [Int64]?, after: Instant, until: Instant, _ snapshot: any ProfileSnapshot
  ) throws -> Crossings? {
    let condition = conditions[place].condition
    let found = try snapshot.crossings(of: condition, among: entities, after: after, until: until, limit: Self.limit)
    for crossing in found?.list ?? [] {
      passings[crossing.instant.milliseconds / 1000, default: []].append(
        Passing(condition: place, entity: crossing.id, instant: crossing.instant))
    }
    return found
  }
}
