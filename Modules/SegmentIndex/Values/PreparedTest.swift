import FilterCompiler
import SegmentModel

/// A test of values at one now, ready to be asked of each distinct value, or of many numbers.
indirect enum PreparedTest {
  case isSet
  case texts(WantedTexts)
  case contains([UInt8])
  case hasPrefix([UInt8])
  case hasSuffix([UInt8])
  case numbers(PreparedNumbers)
  case dates(PreparedDates)
  case boolean(Bool)
  case anyOf([PreparedTest])

  init(_ test: ValueTest, at now: Instant) {
    switch test {
    case .isSet: self = .isSet
    case .text(.isOneOf(let texts)): self = .texts(WantedTexts(texts))
    case .text(.contains(let text)): self = .contains(Array(text.text.utf8))
    case .text(.hasPrefix(let text)): self = .hasPrefix(Array(text.text.utf8))
    case .text(.hasSuffix(let text)): self = .hasSuffix(Array(text.text.utf8))
    case .number(let test): self = .numbers(PreparedNumbers(test))
    case .date(let test): self = .dates(PreparedDates(test, at: now))
    case .boolean(let boolean): self = .boolean(boolean)
    case .anyOf(let tests): self = .anyOf(tests.map { PreparedTest($0, at: now) })
    }
  }

  /// Of a number that stands by itself.
  func holds(number: Double) -> Bool {
    switch self {
    case .isSet: true
    case .numbers(let test): test.holds(number)
    case .dates(let test): test.holds(number: number)
    case .boolean: false
    case .anyOf(let tests): tests.contains { $0.holds(number: number) }
    case .texts, .contains, .hasPrefix, .hasSuffix:
      Array(number.ecmaScriptText.folded.utf8).withUnsafeBufferPointer { holds(text: $0) }
    }
  }

  func holds(text: UnsafeBufferPointer<UInt8>) -> Bool {
    switch self {
    case .texts(let wanted): wanted.contains(text)
    case .contains(let part): text.firstPlace(of: part, from: 0) != nil
    case .hasPrefix(let part): text.count >= part.count && text.prefix(part.count).elementsEqual(part)
    case .hasSuffix(let part): text.count >= part.count && text.suffix(part.count).elementsEqual(part)
    case .isSet, .numbers, .dates, .boolean, .anyOf: false
    }
  }

  /// As a condition of numbers alone, where they decide; for columns of them.
  var numberRange: (scale: Double, lower: Double, upper: Double)? {
    switch self {
    case .isSet: (1, -.infinity, .infinity)
    case .numbers(.range(let lower, let upper)): (1, lower, upper)
    case .numbers(.isOneOf(let numbers)) where numbers.count == 1: (1, numbers[0], numbers[0])
    case .dates(let test): test.numbers.map { ($0.scale, $0.lower, $0.below.nextDown) }
    default: nil
    }
  }
}
