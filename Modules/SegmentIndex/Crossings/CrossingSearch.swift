import SegmentModel

/// Looks for who passes something of one sliding condition within a time.
protocol CrossingSearch {
  /// The first instant at which somebody does. Looks at the own values or events alone.
  func first(_ row: UInt32) -> Instant?

  /// Everyone who does, in any order, each with one instant or more.
  /// - Parameter rows: how many rows there are.
  func scan(rows: Int, _ body: (_ row: UInt32, _ instant: Instant) -> Void)
}
