import SegmentModel
import SegmentStore

extension SegmentService {
  /// Changes that one read looks at.
  private static let changesOfARead: Int64 = 100_000
  /// Changes that one history looks at; who entered and left before them is not counted.
  private static let changesOfAHistory: Int64 = 5_000_000

  /// The size of a segment over time. Counts are kept for each hour in which they changed; who entered and left is
  /// counted from the changes, as long as those are kept. A build, and an edit too large to list, lists nobody.
  /// - Parameter isCancelled: asked before each read.
  /// - Throws: `ServiceError.notFound`, `InvalidInput`, `CancellationError`.
  package func history(
    of id: String, _ query: HistoryQuery = HistoryQuery(), isCancelled: () -> Bool = { false }
  ) throws -> SegmentHistory {
    let caughtUpAt = standing?.caughtUpAt
    let workspaceZone = try compilerInputs().zone
    let (segment, point, zone, places) = try store.read { reading in
      let segment = try stored(id, reading)
      let zone = segment.definition.timeZone ?? workspaceZone
      let now = try self.now(reading)
      let bounds = try query.bounds(in: zone, at: now)
      return (segment, try reading.service(), zone, try self.places(of: segment, bounds, now: now, reading))
    }
    var steps: [SegmentHistory.Step] = []
    for (start, end) in zip(places, places.dropFirst()) {
      var step = SegmentHistory.Step(from: start.at, to: end.at, count: end.count)
      if let from = start.change, let to = end.change {
        let (entered, left) = try entriesAndExits(of: segment, from: from, before: to, isCancelled)
        (step.entered, step.left) = (entered, left)
      }
      steps.append(step)
    }
    return SegmentHistory(
      steps: steps, step: query.step, zone: zone, asOf: max(point.now, caughtUpAt ?? point.now),
      version: point.version, epoch: point.epoch)
  }

  /// What is known of an instant between two steps.
  private struct Place {
    var at: Instant
    /// Just before it.
    var count: Int64?
    /// Number of the first change at or after it; nil where it is not known for certain, or there are too many since.
    var change: Int64?
  }

  private func places(
    of segment: StoredSegment, _ bounds: [Instant], now: Instant, _ reading: SegmentReading
  ) throws -> [Place] {
    let oldest = try reading.oldestChange(of: segment.row)
    let first = max(oldest?.change ?? segment.lastChange + 1, segment.lastChange - Self.changesOfAHistory)
    return try bounds.map { bound in
      // What has happened this very millisecond belongs to the step that ends with the present.
      if bound == now {
        return Place(at: bound, count: segment.count, change: segment.lastChange + 1)
      }
      let change = try reading.firstChange(of: segment, at: bound)
      // Of those before the oldest it is not known when they were.
      let isKnown = change > first || first == 1
      return Place(at: bound, count: try reading.count(of: segment, before: bound), change: isKnown ? change : nil)
    }
  }

  private func entriesAndExits(
    of segment: StoredSegment, from first: Int64, before end: Int64, _ isCancelled: () -> Bool
  ) throws -> (entered: Int64, left: Int64) {
    var sum: (entered: Int64, left: Int64) = (0, 0)
    for part in stride(from: first, to: end, by: Int64.Stride(Self.changesOfARead)) {
      if isCancelled() { throw CancellationError() }
      let last = min(part + Self.changesOfARead, end) - 1
      let found = try store.read { try $0.entriesAndExits(of: segment.row, from: part, to: last) }
      sum = (sum.entered + found.entered, sum.left + found.left)
    }
    return sum
  }
}
