/// Where a reader of changes stands: the number of the last one, of which segment, and since which reset it is
/// counted. A plain number, as a person writes it, is taken as well; it says neither.
struct ChangesCursor {
  var change: Int64
  /// `resetVersion` of the segment; nil for a plain number.
  var reset: Int64?
  /// Row id; nil for a plain number.
  var segment: Int64?

  var text: String { "\(change).\(reset ?? 0).\(segment ?? 0)" }

  init(change: Int64, reset: Int64, segment: Int64) {
    self.change = change
    self.reset = reset
    self.segment = segment
  }

  init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { Int64($0) }
    guard numbers.count == parts.count, numbers.count == 1 || numbers.count == 3, numbers[0] >= 0 else { return nil }
    change = numbers[0]
    if numbers.count == 3 {
      reset = numbers[1]
      segment = numbers[2]
    }
  }
}
