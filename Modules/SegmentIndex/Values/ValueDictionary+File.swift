import SegmentModel

// Views and meanings stand in the file as they are; they are looked at closely, since codes are places in them.

extension ValueDictionary {
  func write(to file: IndexFileWriter) throws {
    try scalars.write(to: file)
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
  fileprivate func write(to file: IndexFileWriter) throws {
    try file.write(kinds.map(\.rawValue))
    try file.write(texts.bytes)
    try file.write(texts.ends)
    try file.write(numbers)
    try file.write(dates)
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
