import SegmentModel

/// What one transaction adds to the figures of the names; written before its commit.
struct NameTally {
  /// By property name id: how many more contacts or companies have a value now.
  var holders: [Int64: Int] = [:]
  /// By event name id: how many events were appended.
  var events: [Int64: Int] = [:]

  mutating func replace(_ old: Value?, by new: Value?, name: Int64) {
    if (old == nil) == (new == nil) { return }
    holders[name, default: 0] += new == nil ? -1 : 1
  }
}
