import Foundation

/// Bytes of memory, as people write them: `512M`, `2G`.
package enum MemorySize {
  private static let units: [Character: Int] = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30]

  static func read(_ text: String) -> Reading<Int> {
    let refused = Reading<Int>.refused("must be a whole number of bytes, with K, M or G behind it or not: 512M, 2G")
    guard let last = text.last else { return refused }
    let unit = units[Character(last.uppercased())]
    let digits = unit == nil ? text[...] : text.dropLast()
    guard !digits.isEmpty, digits.allSatisfy({ $0.isASCII && $0.isNumber }), let number = Int(digits) else {
      return refused
    }
    let (bytes, isTooMuch) = number.multipliedReportingOverflow(by: unit ?? 1)
    return isTooMuch ? refused : .value(bytes)
  }

  /// Bytes of this machine's memory.
  package static var physical: Int { Int(clamping: ProcessInfo.processInfo.physicalMemory) }
}
