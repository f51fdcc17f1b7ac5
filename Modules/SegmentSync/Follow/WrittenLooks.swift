import FilterCompiler

/// Whom a step looks at because of what was written, and by which segments. What they were in those before is no longer
/// known; in all others time alone has changed them, whatever was written.
struct WrittenLooks {
  private let groups: [SegmentGroup]
  /// By contact, or by company, the places of the groups, ascending.
  private var people: [Int64: [Int]] = [:]
  private var companies: [Int64: [Int]] = [:]
  private var spared: [Spared: SegmentGroup] = [:]

  private struct Spared: Hashable {
    var group: Int
    var written: [Int]
  }

  init(_ batch: FeedBatch, _ groups: [SegmentGroup]) {
    self.groups = groups
    for (place, entities) in batch.touched.sorted(by: { $0.key < $1.key }) {
      for entity in entities.keys {
        if groups[place].plans.isPeople {
          people[entity, default: []].append(place)
        } else {
          companies[entity, default: []].append(place)
        }
      }
    }
  }

  /// Some of a group for whom time has come, in parts, each with those segments of the group that nothing was written
  /// for.
  mutating func parts(
    of entities: [Int64], in group: Int
  ) -> [(entities: [Int64], segments: SegmentGroup, isWritten: Bool)] {
    let written = groups[group].plans.isPeople ? people : companies
    return Dictionary(grouping: entities) { written[$0] ?? [] }.map { places, entities in
      (entities, segments(of: group, without: places), !places.isEmpty)
    }
  }

  private mutating func segments(of group: Int, without written: [Int]) -> SegmentGroup {
    let all = groups[group]
    let key = Spared(group: group, written: written)
    if let known = written.isEmpty ? all : spared[key] { return known }
    let concerned = Set(written.flatMap { groups[$0].segments })
    let left = zip(all.segments, all.plans.plans).filter { !concerned.contains($0.0) }
    let segments =
      left.count == all.segments.count
      ? all : SegmentGroup(segments: left.map(\.0), plans: PlanGroup(left.map(\.1), isPeople: all.plans.isPeople))
    spared[key] = segments
    return segments
  }
}
