import SegmentModel

extension ScalarDictionary {
  func holds(_ test: PreparedTest, _ scalar: Int) -> Bool {
    switch test {
    case .isSet: return scalar != 0
    case .texts, .contains, .hasPrefix, .hasSuffix:
      return scalar != 0 && texts.withText(scalar) { test.holds(text: $0) }
    case .numbers(let test): return number(scalar).map(test.holds) ?? false
    case .boolean(let boolean): return self.boolean(scalar) == boolean
    case .anyOf(let tests): return tests.contains { holds($0, scalar) }
    case .dates(let test):
      switch kinds[scalar] {
      case .instant: return test.holds(instant: dates[scalar])
      case .wallTime: return test.holds(wallTime: dates[scalar])
      case .number: return test.holds(number: numbers[scalar])
      case .nothing, .text, .no, .yes: return false
      }
    }
  }

  private func boolean(_ scalar: Int) -> Bool? {
    switch kinds[scalar] {
    case .yes: true
    case .no: false
    case .text:
      switch texts.text(scalar).count {
      case 4 where texts.text(scalar).elementsEqual("true".utf8): true
      case 5 where texts.text(scalar).elementsEqual("false".utf8): false
      default: nil
      }
    case .nothing, .instant, .wallTime, .number: nil
    }
  }

  /// The scalars for which a test holds, a bit each; of one that is cancelled, some of them.
  func table(of test: PreparedTest, unless isCancelled: () -> Bool) -> [UInt64] {
    var table = [UInt64](repeating: 0, count: (count + 63) / 64)
    table.withUnsafeMutableBufferPointer { mark(test, in: $0, isCancelled) }
    return table
  }

  private func mark(
    _ test: PreparedTest, in table: UnsafeMutableBufferPointer<UInt64>, _ isCancelled: () -> Bool
  ) {
    switch test {
    case .anyOf(let tests): for test in tests { mark(test, in: table, isCancelled) }
    case .contains(let part): markTexts(with: part, in: table)
    case .numbers(.range(let lower, let upper)):
      numbers.withUnsafeBufferPointer { markNumbers($0, from: lower, to: upper, in: table) }
    case .numbers where numbers.isEmpty: break
    case .dates(let test): markDates(test, in: table, isCancelled)
    default: markOneByOne(test, in: table, isCancelled)
    }
  }

  private func markOneByOne(
    _ test: PreparedTest, in table: UnsafeMutableBufferPointer<UInt64>, _ isCancelled: () -> Bool
  ) {
    for scalar in 1..<max(count, 1) {
      if scalar % 4096 == 0, isCancelled() { return }
      if holds(test, scalar) { table.mark(scalar) }
    }
  }

  private func markDates(
    _ test: PreparedDates, in table: UnsafeMutableBufferPointer<UInt64>, _ isCancelled: () -> Bool
  ) {
    // Most dates have an offset, and most tests are of a range: plain numbers between two others.
    if case .within(let lower, let upper) = test.question, !dates.isEmpty {
      let instant = Kind.instant.rawValue
      kinds.withUnsafeBytes { kinds in
        dates.withUnsafeBufferPointer { dates in
          for (place, date) in dates.enumerated() where date >= lower && date <= upper && kinds[place] == instant {
            table.mark(place)
          }
        }
      }
      guard wallTimeCount > 0 || test.unit != nil && numberCount > 0 else { return }
    }
    markOneByOne(.dates(test), in: table, isCancelled)
  }

  /// One search over all texts, not one a text.
  private func markTexts(with part: [UInt8], in table: UnsafeMutableBufferPointer<UInt64>) {
    guard !part.isEmpty else { return }
    texts.bytes.withUnsafeBufferPointer { bytes in
      var (scalar, place) = (1, 0)
      while let found = bytes.firstPlace(of: part, from: place) {
        while texts.ends[scalar] <= found { scalar += 1 }
        guard found + part.count <= texts.ends[scalar] else {
          // Half in this text and half in the next.
          place = found + 1
          continue
        }
        table.mark(scalar)
        place = texts.ends[scalar]
        scalar += 1
      }
    }
  }
}

/// NaN is in no range.
private func markNumbers(
  _ numbers: UnsafeBufferPointer<Double>, from lower: Double, to upper: Double,
  in table: UnsafeMutableBufferPointer<UInt64>
) {
  for (place, number) in numbers.enumerated() where number >= lower && number <= upper { table.mark(place) }
}

extension UnsafeMutableBufferPointer<UInt64> {
  func mark(_ place: Int) { self[place >> 6] |= 1 << UInt64(place & 63) }
}
