/// Arrays with a number for each contact, used by one condition after the other.
final class Scratch: @unchecked Sendable {
  // Owned by one run at a time: `ScratchPool` hands it from one to the next under its lock.
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
