/// A condition on the events of a contact at one now, asked of single contacts or of everyone.
protocol EventCondition {
  /// Follows the contact's own events; how many contacts there are does not matter.
  func holds(_ contact: UInt32) -> Bool

  /// Sets the bits of all contacts for whom it holds; of rows without a contact it may say anything.
  /// - Parameters:
  ///   - words: zero, a bit a row.
  ///   - rows: how many rows there are; those of all events are below.
  func mark(into words: UnsafeMutablePointer<UInt64>, rows: Int, _ scratch: Scratch)
}

/// Arrays with a number for each contact, used by one condition after the other.
final class Scratch {
  private var bytes: [UInt8] = []
  private var words: [UInt32] = []
  private var sums: [Int64] = []
  private var doubles: [Double] = []

  func withBytes(_ count: Int, _ body: (UnsafeMutableBufferPointer<UInt8>) -> Void) {
    Self.use(&bytes, count, 0, body)
  }

  func withWords(_ count: Int, _ body: (UnsafeMutableBufferPointer<UInt32>) -> Void) {
    Self.use(&words, count, 0, body)
  }

  func withSums(_ count: Int, _ body: (UnsafeMutableBufferPointer<Int64>) -> Void) {
    Self.use(&sums, count, 0, body)
  }

  func withDoubles(_ count: Int, filledWith value: Double, _ body: (UnsafeMutableBufferPointer<Double>) -> Void) {
    Self.use(&doubles, count, value, body)
  }

  private static func use<Element>(
    _ array: inout [Element], _ count: Int, _ value: Element, _ body: (UnsafeMutableBufferPointer<Element>) -> Void
  ) {
    if array.count < count { array = [Element](repeating: value, count: count) }
    array.withUnsafeMutableBufferPointer { all in
      let part = UnsafeMutableBufferPointer(rebasing: all[..<count])
      part.update(repeating: value)
      body(part)
    }
  }
}

/// Marks those of the contacts of some events for whom a condition holds that asks each by itself.
func markOneByOne(
  of events: EventColumns, into words: UnsafeMutablePointer<UInt64>, _ holds: (UInt32) -> Bool
) {
  events.heads.visit { contact, _ in
    if holds(contact) { words[Int(contact >> 6)] |= 1 << UInt64(contact & 63) }
  }
}
