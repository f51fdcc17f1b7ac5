import BenchSupport
import Glibc

/// A scanner for JSON as the generator writes it: compact, without escapes, null or nested lists.
struct JSONScanner {
  private let bytes: UnsafeRawBufferPointer
  private var offset = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  var isAtEnd: Bool { offset >= bytes.count }

  private var unexpected: BenchError { BenchError(message: "the data is not as the generator writes it") }

  @inline(__always)
  mutating func peek() -> UInt8 { offset < bytes.count ? bytes[offset] : 0 }

  @inline(__always)
  mutating func take(_ byte: UInt8) -> Bool {
    guard offset < bytes.count, bytes[offset] == byte else { return false }
    offset += 1
    return true
  }

  @inline(__always)
  mutating func expect(_ byte: UInt8) throws {
    guard take(byte) else { throw unexpected }
  }

  /// The text of a string, without its quotes.
  @inline(__always)
  mutating func string() throws -> UnsafeRawBufferPointer {
    try expect(UInt8(ascii: "\""))
    let start = offset
    while offset < bytes.count, bytes[offset] != UInt8(ascii: "\"") {
      guard bytes[offset] != UInt8(ascii: "\\") else { throw unexpected }
      offset += 1
    }
    let text = UnsafeRawBufferPointer(rebasing: bytes[start..<offset])
    try expect(UInt8(ascii: "\""))
    return text
  }

  /// Calls `body` for each member of an object, which is to read the member's value.
  @inline(__always)
  mutating func object(_ body: (UnsafeRawBufferPointer, inout JSONScanner) throws -> Void) throws {
    try expect(UInt8(ascii: "{"))
    if take(UInt8(ascii: "}")) { return }
    repeat {
      let key = try string()
      try expect(UInt8(ascii: ":"))
      try body(key, &self)
    } while take(UInt8(ascii: ","))
    try expect(UInt8(ascii: "}"))
  }

  @inline(__always)
  mutating func value() throws -> ScannedValue {
    let start = offset
    let kind: ScannedValue.Kind
    switch peek() {
    case UInt8(ascii: "\""): kind = .text(try string())
    case UInt8(ascii: "t"), UInt8(ascii: "f"): kind = .boolean(try boolean())
    case UInt8(ascii: "["): kind = .list(try list())
    default: kind = .number(try number())
    }
    return ScannedValue(kind: kind, json: UnsafeRawBufferPointer(rebasing: bytes[start..<offset]))
  }

  private mutating func boolean() throws -> Bool {
    let isTrue = peek() == UInt8(ascii: "t")
    offset += isTrue ? 4 : 5
    guard offset <= bytes.count else { throw unexpected }
    return isTrue
  }

  private mutating func list() throws -> UnsafeRawBufferPointer {
    try expect(UInt8(ascii: "["))
    let start = offset
    while offset < bytes.count, bytes[offset] != UInt8(ascii: "]") { offset += 1 }
    let elements = UnsafeRawBufferPointer(rebasing: bytes[start..<offset])
    try expect(UInt8(ascii: "]"))
    return elements
  }

  /// A number; exact where it has at most 15 digits, as every one of the data has.
  mutating func number() throws -> Double {
    let isNegative = take(UInt8(ascii: "-"))
    var digits: Int64 = 0
    var count = 0
    var scale = 0
    var isFraction = false
    scan: while offset < bytes.count {
      let byte = bytes[offset]
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        digits = digits * 10 + Int64(byte - UInt8(ascii: "0"))
        count += 1
        if isFraction { scale += 1 }
        guard count <= 15 else { throw unexpected }
      case UInt8(ascii: ".") where !isFraction: isFraction = true
      default: break scan
      }
      offset += 1
    }
    guard count > 0 else { throw unexpected }
    let number = Double(digits) / JSONScanner.powers[scale]
    return isNegative ? -number : number
  }

  private static let powers: [Double] = (0...15).map { pow(10, Double($0)) }
}
