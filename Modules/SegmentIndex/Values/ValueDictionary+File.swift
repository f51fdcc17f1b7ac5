import SegmentModel

// Views and meanings stand in the file as they are; they are looked at closely, since codes are places in them. The places
// of values that nobody has are empty.

extension ValueDictionary {
  /// - Parameter used: the codes that somebody has.
  func write(to file: IndexFileWriter, used: RowSet) throws {
    let parts = try parts(of: used, goOn: file.goOn)
    try scalars.write(to: file, used: parts.scalars)
    try file.write(parts.meanings)
    try file.write(parts.elements)
    try file.write(parts.ends)
  }

  static func read(from file: IndexFileReader) throws -> ValueDictionary {
    let scalars = try ScalarDictionary.read(from: file)
    let meanings = try file.numbers(UInt32.self)
    let elements = try file.numbers(UInt32.self)
    let ends = try file.numbers(Int.self)
    guard let dictionary = ValueDictionary(scalars: scalars, meanings: meanings, elements: elements, ends: ends)
    else { throw file.damaged }
    return dictionary
  }
}

extension ScalarDictionary {
  fileprivate func write(to file: IndexFileWriter, used: RowSet) throws {
    let kept = try used.count < count - 1 ? keeping(used, goOn: file.goOn) : self
    try file.write(kept.kinds.map(\.rawValue))
    try file.write(kept.texts.bytes)
    try file.write(kept.texts.ends)
    try file.write(kept.numbers)
    try file.write(kept.dates)
  }

  fileprivate static func read(from file: IndexFileReader) throws -> ScalarDictionary {
    let kinds = try file.numbers(UInt8.self).map { byte in
      guard let kind = Kind(rawValue: byte) else { throw file.damaged }
      return kind
    }
    let texts = TextArena(bytes: try file.numbers(UInt8.self), ends: try file.numbers(Int.self))
    let numbers = try file.numbers(Double.self)
    let dates = try file.numbers(Int64.self)
    guard let texts, dates.allSatisfy({ $0 == Self.noDate || Self.possibleDates.contains($0) }),
      let dictionary = ScalarDictionary(kinds: kinds, texts: texts, numbers: numbers, dates: dates)
    else { throw file.damaged }
    return dictionary
  }

  /// The years of `Instant.range`, and a day more, which an offset may be from it.
  private static var possibleDates: ClosedRange<Int64> {
    let day: Int64 = 86_400_000
    return Instant.range.lowerBound.milliseconds - day...Instant.range.upperBound.milliseconds + day
  }
}
