import FilterCompiler
import SegmentModel

/// Whom steps look at because of what was written, by which segments, and as of when. What they were in those before is
/// no longer known; in all others time alone has changed them, whatever was written.
struct WrittenLooks {
  /// Those who were looked at, by contact or by company.
  private var people: [Int64: [Look]] = [:]
  private var companies: [Int64: [Look]] = [:]
  /// Row ids of the segments that looked; each set once.
  private var concerned: [[Int64]] = []
  private var places: [[Int64]: Int] = [:]
  private var spared: [Spared: SegmentGroup] = [:]

  private struct Spared: Hashable {
    var group: [Int64]
    var looking: Set<Int>
  }

  fileprivate struct Look: Hashable {
    /// Place in `concerned`.
    var segments: Int
    /// As of then they are what they were found to be.
    var until: Instant
  }

  /// - Parameter now: as of which those whom the batch touches are looked at.
  mutating func note(_ batch: FeedBatch, _ groups: [SegmentGroup], at now: Instant) {
    // The plans of a group may be others by now.
    spared = [:]
    for (group, entities) in batch.touched {
      let look = Look(segments: place(of: groups[group].segments), until: now)
      for entity in entities.keys {
        if groups[group].plans.isPeople {
          people[entity, default: []].note(look)
        } else {
          companies[entity, default: []].note(look)
        }
      }
    }
  }

  private mutating func place(of segments: [Int64]) -> Int {
    if let known = places[segments] { return known }
    concerned.append(segments)
    places[segments] = concerned.count - 1
    return concerned.count - 1
  }

  /// Some of a group for whom time has come at an instant, in parts, each with those segments of the group in which
  /// nobody looks at them as of later.
  mutating func parts(
    of entities: [Int64], in group: SegmentGroup, at instant: Instant
  ) -> [(entities: [Int64], segments: SegmentGroup)] {
    let written = group.plans.isPeople ? people : companies
    let parts = Dictionary(grouping: entities) { entity in
      Set((written[entity] ?? []).lazy.filter { $0.until >= instant }.map(\.segments))
    }
    return parts.map { places, entities in (entities, segments(of: group, without: places)) }
  }

  /// Whom a segment looks at, and as of when.
  func looks(by segment: FollowedSegment) -> [Int64: Instant] {
    let written = segment.isPeople ? people : companies
    if written.isEmpty { return [:] }
    let places = Set(concerned.indices.filter { concerned[$0].contains(segment.row) })
    return written.compactMapValues { looks in
      looks.lazy.filter { places.contains($0.segments) }.map(\.until).max()
    }
  }

  private mutating func segments(of group: SegmentGroup, without looking: Set<Int>) -> SegmentGroup {
    if looking.isEmpty { return group }
    let key = Spared(group: group.segments, looking: looking)
    if let known = spared[key] { return known }
    let concerned = Set(looking.flatMap { self.concerned[$0] })
    let left = zip(group.segments, group.plans.plans).filter { !concerned.contains($0.0) }
    let segments =
      left.count == group.segments.count
      ? group : SegmentGroup(segments: left.map(\.0), plans: PlanGroup(left.map(\.1), isPeople: group.plans.isPeople))
    spared[key] = segments
    return segments
  }
}

extension [WrittenLooks.Look] {
  /// Of the same segments the latest look.
  fileprivate mutating func note(_ look: WrittenLooks.Look) {
    if let place = firstIndex(where: { $0.segments == look.segments }) {
      self[place].until = Swift.max(self[place].until, look.until)
    } else {
      append(look)
    }
  }
}
