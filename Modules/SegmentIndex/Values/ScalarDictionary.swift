import SegmentModel

/// The distinct values of a column, each with its views, which are made once. A value's number is its code.
///
/// Two values are one where no test can tell them apart: texts that are equal when folded are, unless only one of them
/// is a date.
final class ScalarDictionary {
  enum Kind: UInt8 {
    /// Of code 0, which stands for "not set", and of codes whose value was left out of the file, since nobody has it.
    case nothing
    case text
    /// A text that is a date with an offset: an instant.
    case instant
    /// A text that is a date without one: a time on the wall clock, whose zone the test has.
    case wallTime
    case number
    case no
    case yes
  }

  private(set) var kinds: [Kind] = [.nothing]
  /// Text views, folded.
  private(set) var texts = TextArena()
  /// Number views, NaN where there is none; empty where no value has one.
  private(set) var numbers: [Double] = []
  /// Milliseconds of dates, of the wall clock where the kind is `wallTime`; empty where no value is one.
  private(set) var dates: [Int64] = []
  /// How many are of kind `number`.
  private(set) var numberCount = 0
  private(set) var wallTimeCount = 0

  private var table = ProbeTable()
  /// The folded bytes of the text that is looked for, kept for the next.
  private var key: [UInt8] = []

  init() { texts.append(EmptyCollection()) }

  /// Of its parts; nil where they do not fit together.
  init?(kinds: [Kind], texts: TextArena, numbers: [Double], dates: [Int64]) {
    (self.kinds, self.texts, self.numbers, self.dates) = (kinds, texts, numbers, dates)
    guard kinds.first == .nothing, kinds.count < 1 << 31, texts.count == kinds.count,
      numbers.isEmpty || numbers.count == kinds.count, dates.isEmpty || dates.count == kinds.count
    else { return nil }
    table = ProbeTable(capacity: kinds.count)
    for (code, kind) in kinds.enumerated().dropFirst() {
      switch kind {
      case .number where numbers.isEmpty: return nil
      case .instant where date(code) == nil, .wallTime where date(code) == nil: return nil
      case .number: numberCount += 1
      case .wallTime: wallTimeCount += 1
      case .nothing: continue
      case .text, .instant, .no, .yes: break
      }
      table.insert(hash(of: code), UInt32(code))
    }
  }

  private func hash(of code: Int) -> UInt64 {
    let tag = UInt64(kinds[code].rawValue)
    if kinds[code] == .number { return KeyHash.of(numbers[code].bitPattern, tag) }
    return texts.withText(code) { KeyHash.of($0, tag) }
  }

  var count: Int { kinds.count }

  /// For a file: with some codes alone, the others of nothing. It finds no values.
  /// - Parameter goOn: called after each 65,536 codes; what it throws ends it.
  func keeping(_ used: RowSet, goOn: () throws -> Void) rethrows -> ScalarDictionary {
    let kept = ScalarDictionary()
    kept.kinds = kinds
    for code in kinds.indices.dropFirst() {
      let isUsed = used.contains(UInt32(code))
      if !isUsed { kept.kinds[code] = .nothing }
      kept.texts.append(isUsed ? texts.text(code) : [])
      if code % 65_536 == 0 { try goOn() }
    }
    let isKept = { (code: Int) in kept.kinds[code] != .nothing }
    kept.numbers = numbers.enumerated().map { isKept($0) ? $1 : .nan }
    kept.dates = dates.enumerated().map { isKept($0) ? $1 : Self.noDate }
    return kept
  }

  /// The code of a value, a new one where it is new.
  func code(for scalar: Scalar) -> UInt32 {
    switch scalar {
    case .text(let text): code(forText: text)
    case .number(let number): code(forNumber: number)
    case .boolean(let boolean): code(forBoolean: boolean)
    }
  }

  private func code(forText text: String) -> UInt32 {
    let date = Self.mayBeDate(text) ? DateText(text) : nil
    key.removeAll(keepingCapacity: true)
    fold(text)
    let kind: Kind = date.map { $0.hasZone ? .instant : .wallTime } ?? .text
    if let known = find(kind) { return known }
    let code = add(kind)
    if let date { setDate(date.unzonedMilliseconds, of: code) }
    if date == nil, let number = Scalar.text(text).numberView { setNumber(number, of: code) }
    return code
  }

  private func code(forNumber number: Double) -> UInt32 {
    let hash = KeyHash.of(number.bitPattern, UInt64(Kind.number.rawValue))
    let found = table.find(hash) { kinds[Int($0)] == .number && numbers[Int($0)].bitPattern == number.bitPattern }
    if let found { return found }
    let code = UInt32(kinds.count)
    kinds.append(.number)
    texts.append(number.ecmaScriptText.folded.utf8)
    table.insert(hash, code)
    lengthen()
    setNumber(number, of: code)
    numberCount += 1
    return code
  }

  private func code(forBoolean boolean: Bool) -> UInt32 {
    key.removeAll(keepingCapacity: true)
    key.append(contentsOf: (boolean ? "true" : "false").utf8)
    let kind: Kind = boolean ? .yes : .no
    return find(kind) ?? add(kind)
  }

  /// The code of a value of another dictionary, a new one where it is new.
  func code(ofScalar code: Int, in other: ScalarDictionary) -> UInt32 {
    let kind = other.kinds[code]
    if kind == .number { return self.code(forNumber: other.numbers[code]) }
    key.removeAll(keepingCapacity: true)
    key.append(contentsOf: other.texts.text(code))
    if let known = find(kind) { return known }
    let added = add(kind)
    if let number = other.number(code) { setNumber(number, of: added) }
    if let date = other.date(code) { setDate(date, of: added) }
    return added
  }

  // MARK: Keys

  private func find(_ kind: Kind) -> UInt32? {
    key.withUnsafeBufferPointer { key in
      table.find(KeyHash.of(key, UInt64(kind.rawValue))) { code in
        kinds[Int(code)] == kind && texts.withText(Int(code)) { $0.count == key.count && $0.elementsEqual(key) }
      }
    }
  }

  private func add(_ kind: Kind) -> UInt32 {
    let code = UInt32(kinds.count)
    kinds.append(kind)
    if kind == .wallTime { wallTimeCount += 1 }
    texts.append(key)
    table.insert(key.withUnsafeBufferPointer { KeyHash.of($0, UInt64(kind.rawValue)) }, code)
    lengthen()
    return code
  }

  /// Folds into `key`. Most texts are ASCII, for which no string has to be made.
  private func fold(_ text: String) {
    for byte in text.utf8 {
      guard byte < 0x80 else {
        key.removeAll(keepingCapacity: true)
        key.append(contentsOf: text.folded.utf8)
        return
      }
      key.append((0x41...0x5A).contains(byte) ? byte + 0x20 : byte)
    }
  }

  /// `YYYY-MM-DD` and what may follow.
  private static func mayBeDate(_ text: String) -> Bool {
    let bytes = text.utf8
    guard bytes.count >= 10 else { return false }
    let hyphen = UInt8(ascii: "-")
    return bytes[bytes.index(bytes.startIndex, offsetBy: 4)] == hyphen
      && bytes[bytes.index(bytes.startIndex, offsetBy: 7)] == hyphen
  }

  private func lengthen() {
    if !numbers.isEmpty { numbers.append(.nan) }
    if !dates.isEmpty { dates.append(Self.noDate) }
  }

  static let noDate = Int64.min

  private func setNumber(_ number: Double, of code: UInt32) {
    if numbers.isEmpty { numbers = [Double](repeating: .nan, count: kinds.count) }
    numbers[Int(code)] = number
  }

  private func setDate(_ milliseconds: Int64, of code: UInt32) {
    if dates.isEmpty { dates = [Int64](repeating: Self.noDate, count: kinds.count) }
    dates[Int(code)] = milliseconds
  }

  // MARK: Views

  func number(_ code: Int) -> Double? {
    guard code < numbers.count, !numbers[code].isNaN else { return nil }
    return numbers[code]
  }

  private func date(_ code: Int) -> Int64? { code < dates.count && dates[code] != Self.noDate ? dates[code] : nil }

  var byteCount: Int {
    kinds.capacity + texts.byteCount + numbers.capacity * 8 + dates.capacity * 8 + table.byteCount
  }
}

extension DateText {
  fileprivate var hasZone: Bool { if case .dateTime(_, _?) = self { true } else { false } }

  /// The instant where it has an offset, else the time on the wall clock.
  fileprivate var unzonedMilliseconds: Int64 {
    switch self {
    case .day(let date): LocalDateTime(date: date).millisecondsOfLocalTime
    case .dateTime(let local, let offset): local.instant(offsetSeconds: offset ?? 0).milliseconds
    }
  }
}
