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
  let conditions: [TimedCondition]
  /// By condition, the instant up to which everyone who passes is known.
  private var knownUntil: [Instant]
  private var passings = PassingHeap()

  /// How far it looks ahead, in milliseconds: each look goes through everyone, whether or not anything happens.
  private static let horizon: Int64 = 3_600_000
  /// Those of one condition that are kept; if more pass at once, segments look at everyone.
  private static let limit = 16_384
  /// After so long a pause, in milliseconds, looking at everyone is less: the feed is not kept longer either.
  static let longPause: Int64 = 7 * 86_400_000

  /// - Parameters:
  ///   - before: what it knows of the same conditions is taken over.
  ///   - done: up to this instant whoever passed was looked at.
  init(_ conditions: [TimedCondition], after before: TimeQueue?, done: Instant) {
    self.conditions = conditions
    knownUntil = Array(repeating: done, count: conditions.count)
    guard let before else { return }
    let placesBefore = Dictionary(uniqueKeysWithValues: before.conditions.enumerated().map { ($1.condition, $0) })
    var placesNow: [Int: Int] = [:]
    for (place, timed) in conditions.enumerated() {
      guard let placeBefore = placesBefore[timed.condition] else { continue }
      placesNow[placeBefore] = place
      knownUntil[place] = before.knownUntil[placeBefore]
    }
    passings = before.passings.moved { placesNow[$0] }
  }

  /// The first instant at which somebody passes, as far as is known of every condition.
  var earliest: Instant? {
    passings.earliest.flatMap { isKnown(until: $0) ? $0 : nil }
  }

  /// Whether everyone who passes something up to an instant is known.
  func isKnown(until instant: Instant) -> Bool { knownUntil.allSatisfy { instant <= $0 } }

  /// The next instant at which there is something to do.
  var nextDue: Instant? {
    [passings.earliest, knownUntil.min()?.advanced(milliseconds: 1)].compactMap(\.self).min()
  }

  /// Up to this instant, `now` at most, whoever passed was taken.
  func done(at now: Instant) -> Instant { min(now, nextDue?.advanced(milliseconds: -1) ?? now) }

  /// Looks ahead for the conditions whose time is over.
  /// - Parameter isEnough: asked before each, but for the first; the rest is left for the next call.
  /// - Returns: conditions that so many pass at once, or have passed in so long a pause, that everyone is to be looked
  ///   at now.
  mutating func lookAhead(
    from now: Instant, in snapshot: any ProfileSnapshot, isEnough: () -> Bool
  ) throws -> [Int] {
    var crowded: [Int] = []
    var isFirst = true
    for place in conditions.indices where knownUntil[place] <= now {
      if !isFirst, isEnough() { return crowded }
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
        knownUntil[place] = found.completeUntil.advanced(milliseconds: 1)
      }
    }
    return crowded
  }

  /// Those who pass at an instant or before it: the entities by the place of the condition.
  /// - Parameter limit: passings, at most; the others are left.
  mutating func take(until instant: Instant, limit: Int) -> [Int: Set<Int64>] {
    var taken: [Int: Set<Int64>] = [:]
    for _ in 0..<limit {
      guard let earliest = passings.earliest, earliest <= instant else { break }
      guard let passing = passings.removeEarliest() else { break }
      taken[passing.condition, default: []].insert(passing.entity)
    }
    return taken
  }

  /// Looks ahead for some, who were written or who have just passed.
  /// - Parameter instant: up to which they were looked at.
  mutating func renew(
    _ entities: [Int64], of place: Int, after instant: Instant, in snapshot: any ProfileSnapshot
  ) throws {
    guard knownUntil[place] > instant else { return }
    for slice in entities.slices(of: SegmentBackendLimits.candidates) {
      _ = try crossings(place, among: slice, after: instant, until: knownUntil[place], snapshot)
    }
  }

  private mutating func crossings(
    _ place: Int, among entities: [Int64]?, after: Instant, until: Instant, _ snapshot: any ProfileSnapshot
  ) throws -> Crossings? {
    let condition = conditions[place].condition
    let found = try snapshot.crossings(of: condition, among: entities, after: after, until: until, limit: Self.limit)
    for crossing in found?.list ?? [] {
      passings.insert(PassingHeap.Passing(instant: crossing.instant, condition: place, entity: crossing.id))
    }
    return found
  }
}
