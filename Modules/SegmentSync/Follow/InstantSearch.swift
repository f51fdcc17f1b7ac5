import FilterCompiler
import SegmentModel

/// Looks for the instants at which some became what they are: time alone changed them, some time ago.
struct InstantSearch {
  private let plan: LogicalPlan
  private let since: Instant
  private let until: Instant
  /// What they are.
  private let members: Bitmap
  /// On both sides of each boundary in between, and of the end: most became what they are there. Ascending.
  private let marks: [Int64]
  /// Evaluations of `SegmentBackendLimits.candidates` that are left; who is not found by then is told as of the end.
  private var looks = 500

  private static let mostMarks = 2000

  /// - Parameters:
  ///   - since: nobody was then what they are.
  ///   - until: everybody was.
  init(_ plan: LogicalPlan, after since: Instant, until: Instant, members: Bitmap) {
    (self.plan, self.since, self.until, self.members) = (plan, since, until, members)
    var marks: [Int64] = []
    var boundary = plan.nextBoundary(after: since)
    while let instant = boundary, instant < until, marks.count < Self.mostMarks {
      marks += [instant.milliseconds - 1, instant.milliseconds]
      boundary = plan.nextBoundary(after: instant)
    }
    self.marks = marks + [until.milliseconds - 1]
  }

  /// - Parameter changes: of those who changed since, when they last did: from then on they were not what they are.
  /// - Returns: in the order of time, each instant once.
  mutating func instants(
    of entities: Bitmap, after changes: [Int64: Instant], _ snapshot: any ProfileSnapshot
  ) throws -> [(at: Instant, entities: Bitmap)] {
    var parts = parts(of: entities, after: changes)
    var found: [Int64: Bitmap] = [:]
    while let part = parts.popLast() {
      if part.until - part.after <= 1 || looks <= 0 {
        found[part.until] = found[part.until]?.union(part.entities) ?? part.entities
      } else {
        parts += try split(part, at: middle(of: part), snapshot)
      }
    }
    return found.sorted { $0.key < $1.key }.map { (Instant(milliseconds: $0.key), $0.value) }
  }

  /// Those who became what they are after one instant and up to another, that included.
  private struct Part {
    var entities: Bitmap
    var after: Int64
    var until: Int64
  }

  private func parts(of entities: Bitmap, after changes: [Int64: Instant]) -> [Part] {
    let late = changes.filter { $0.value > since && entities.contains($0.key) }
    let rest = late.isEmpty ? entities : entities.subtracting(Bitmap(late.keys))
    var parts = Dictionary(grouping: late, by: \.value).map { after, late in
      Part(entities: Bitmap(late.map(\.key)), after: after.milliseconds, until: until.milliseconds)
    }
    if !rest.isEmpty { parts.append(Part(entities: rest, after: since.milliseconds, until: until.milliseconds)) }
    return parts
  }

  private func middle(of part: Part) -> Int64 {
    let first = marks.firstIndex { $0 > part.after } ?? marks.endIndex
    let end = marks.lastIndex { $0 < part.until }.map { $0 + 1 } ?? marks.startIndex
    return first < end ? marks[first + (end - first) / 2] : part.after + (part.until - part.after) / 2
  }

  /// Those who were what they are at an instant, and those who became it later.
  private mutating func split(_ part: Part, at instant: Int64, _ snapshot: any ProfileSnapshot) throws -> [Part] {
    looks -= 1 + part.entities.count / SegmentBackendLimits.candidates
    let now = Instant(milliseconds: instant)
    let found =
      part.entities.count > SegmentBackendLimits.candidates
      ? try snapshot.everyone(in: PlanGroup(plan), at: now).first ?? Bitmap()
      : Bitmap(try snapshot.members(of: plan, among: Array(part.entities), at: now))
    let late = part.entities.intersection(found.symmetricDifference(members))
    let early = part.entities.subtracting(late)
    return [
      Part(entities: early, after: part.after, until: instant),
      Part(entities: late, after: instant, until: part.until),
    ].filter { !$0.entities.isEmpty }
  }
}
