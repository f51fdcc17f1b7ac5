import FilterCompiler
import SegmentModel

/// Keeps the earliest crossings of so many contacts or companies. Takes no more memory than three times that.
struct CrossingCollector {
  private let limit: Int
  private let until: Instant
  private var found: [Crossing] = []
  /// From this instant on crossings are dropped: there were too many.
  private var cut: Instant?

  /// - Parameter until: the end of the time that is looked at.
  init(limit: Int, until: Instant) {
    self.limit = max(limit, 0)
    self.until = until
  }

  mutating func add(_ row: UInt32, at instant: Instant) {
    if let cut, instant >= cut { return }
    found.append(Crossing(instant: instant, id: Int64(row)))
    if found.count > limit * 2 + 64 { compact() }
  }

  /// Everyone once, and no more than the limit.
  private mutating func compact() {
    found.sort { ($0.instant, $0.id) < ($1.instant, $1.id) }
    var seen: Set<Int64> = []
    found.removeAll { !seen.insert($0.id).inserted }
    guard found.count > limit else { return }
    let first = found[limit].instant
    found.removeAll { $0.instant >= first }
    cut = first
  }

  consuming func result() -> Crossings {
    compact()
    return Crossings(
      list: found, completeUntil: cut?.advanced(milliseconds: -1) ?? until, isComplete: cut == nil)
  }
}
