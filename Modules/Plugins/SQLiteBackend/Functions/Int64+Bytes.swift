import Foundation

extension [Int64] {
  /// Eight bytes each, the highest first: how numbers travel to functions as one binding.
  var bytes: Data {
    reduce(into: Data()) { data, number in
      Swift.withUnsafeBytes(of: number.bigEndian) { data.append(contentsOf: $0) }
    }
  }

  /// - Parameter bytes: what is left over after the last whole number does not count.
  init(bytes: UnsafeRawBufferPointer) {
    self = (0..<bytes.count / 8).map { bytes.bigEndianInt64(at: $0) }
  }
}

extension UnsafeRawBufferPointer {
  func bigEndianInt64(at place: Int) -> Int64 {
    Int64(bigEndian: loadUnaligned(fromByteOffset: place * 8, as: Int64.self))
  }
}
