/// Events part way along long chains, so that a late event finds its place without a walk over all that are newer: a
/// history may come from its end to its beginning.
///
/// Made by the long walks themselves. An event stays a rung as long as its contact keeps its events.
struct ChainRungs {
  /// Events from one rung to the next, where walks went.
  static let distance = 512

  /// By contact, rows of events from the newest to the oldest.
  private var rows: [UInt32: [UInt32]] = [:]

  /// The number of rungs of a contact whose events come after a time.
  private func count(of contact: UInt32, after time: Int64, in times: borrowing Pages<Int64>) -> Int {
    guard let rungs = rows[contact] else { return 0 }
    var (low, high) = (0, rungs.count)
    while low < high {
      let middle = (low + high) / 2
      if times[Int(rungs[middle])] > time { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The oldest rung of a contact that comes after a time.
  func last(of contact: UInt32, after time: Int64, in times: borrowing Pages<Int64>) -> UInt32? {
    let count = count(of: contact, after: time, in: times)
    return count == 0 ? nil : rows[contact]?[count - 1]
  }

  /// - Parameter passed: rows that a walk from the last rung, or from the head, to that time went by.
  mutating func insert(_ passed: [UInt32], of contact: UInt32, after time: Int64, in times: borrowing Pages<Int64>) {
    rows[contact, default: []].insert(contentsOf: passed, at: count(of: contact, after: time, in: times))
  }

  mutating func remove(contact: UInt32) { rows[contact] = nil }

  var byteCount: Int { rows.values.reduce(0) { $0 + 32 + $1.capacity * 4 } }
}
