/// Numbers by row for few rows: a hash table with linear probing. Zero is "not there".
///
/// A reference, as `Pages` is.
final class RowMap {
  /// Row in the upper half, number in the lower one. None while there are no rows.
  private var slots: UnsafeMutableBufferPointer<UInt64>
  private(set) var count = 0

  fileprivate static let free = UInt64.max

  init() { slots = UnsafeMutableBufferPointer(start: nil, count: 0) }

  deinit { slots.deallocate() }

  /// - Parameter entries: as `entries`; nil where they could not be.
  convenience init?(entries: [UInt64]) {
    self.init()
    while entries.count * 4 > slots.count * 3 { grow() }
    for entry in entries {
      let row = UInt32(entry >> 32)
      guard row != .max, UInt32(truncatingIfNeeded: entry) != 0, place(of: row) == nil else { return nil }
      insert(entry)
      count += 1
    }
  }

  /// Row in the upper half, number in the lower one, in no order.
  var entries: [UInt64] { slots.filter { $0 != Self.free } }

  subscript(row: UInt32) -> UInt32 { reader[row] }

  var reader: RowMapReader { RowMapReader(slots: UnsafeBufferPointer(slots)) }

  func set(_ row: UInt32, _ number: UInt32) {
    if number == 0 {
      remove(row)
      return
    }
    if let place = place(of: row) {
      slots[place] = UInt64(row) << 32 | UInt64(number)
      return
    }
    if (count + 1) * 4 > slots.count * 3 { grow() }
    insert(UInt64(row) << 32 | UInt64(number))
    count += 1
  }

  func visit(_ body: (_ row: UInt32, _ number: UInt32) -> Void) {
    for slot in slots where slot != Self.free { body(UInt32(slot >> 32), UInt32(truncatingIfNeeded: slot)) }
  }

  /// Rows of a range, in no order, until `body` answers false.
  func visit(_ rows: Range<Int>, _ body: (_ row: UInt32) -> Bool) {
    for slot in slots where slot != Self.free && rows.contains(Int(slot >> 32)) {
      if !body(UInt32(slot >> 32)) { return }
    }
  }

  var byteCount: Int { slots.count * 8 }

  private func home(of row: UInt32) -> Int { reader.home(of: row) }

  private func place(of row: UInt32) -> Int? { reader.place(of: row) }

  private func insert(_ slot: UInt64) {
    var place = home(of: UInt32(slot >> 32))
    while slots[place] != Self.free { place = (place + 1) & (slots.count - 1) }
    slots[place] = slot
  }

  private func grow() {
    let old = slots
    slots = .allocate(capacity: max(8, old.count * 2))
    slots.initialize(repeating: Self.free)
    for slot in old where slot != Self.free { insert(slot) }
    old.deallocate()
  }

  /// What follows moves up, so that nothing is hidden behind a gap.
  private func remove(_ row: UInt32) {
    guard var gap = place(of: row) else { return }
    count -= 1
    var next = gap
    while true {
      next = (next + 1) & (slots.count - 1)
      if slots[next] == Self.free { break }
      let distance = (next - home(of: UInt32(slots[next] >> 32))) & (slots.count - 1)
      if distance >= (next - gap) & (slots.count - 1) {
        slots[gap] = slots[next]
        gap = next
      }
    }
    slots[gap] = Self.free
  }
}

/// Reads rows without counting references. Good as long as the map is kept and nothing is written to it.
struct RowMapReader: BitwiseCopyable {
  fileprivate let slots: UnsafeBufferPointer<UInt64>

  subscript(row: UInt32) -> UInt32 { place(of: row).map { UInt32(truncatingIfNeeded: slots[$0]) } ?? 0 }

  fileprivate func home(of row: UInt32) -> Int { Int((row &* 0x9E37_79B1) >> 7) & (slots.count - 1) }

  fileprivate func place(of row: UInt32) -> Int? {
    guard !slots.isEmpty else { return nil }
    var place = home(of: row)
    while slots[place] != RowMap.free {
      if UInt32(slots[place] >> 32) == row { return place }
      place = (place + 1) & (slots.count - 1)
    }
    return nil
  }
}
