import SegmentModel

/// What one property is for each contact, or one attribute for each event of a name: of any type, set for few or for
/// all.
///
/// A value is a code of the dictionary; but single numbers, once there are very many different ones, stand as they are.
final class ValueColumn {
  private(set) var dictionary: ValueDictionary
  private(set) var codes = CodeStore()
  /// Numbers that stand as they are; NaN where there is none. Nil while every number has a code.
  private(set) var numbers: Pages<Double>?
  private(set) var numberCount = 0
  /// Whether the dictionary is this column's alone, which may then forget what nobody has.
  private let ownsDictionary: Bool

  /// So many different numbers have codes.
  static let codedNumbers = 65_536

  init() {
    dictionary = ValueDictionary()
    ownsDictionary = true
  }

  /// - Parameter dictionary: of several columns of the same name.
  init(sharing dictionary: ValueDictionary) {
    self.dictionary = dictionary
    ownsDictionary = false
  }

  // MARK: On disk

  /// Without a dictionary that it shares.
  func write(to file: IndexFileWriter) throws {
    if ownsDictionary {
      var used = RowSet()
      try codes.insertCodes(into: &used, goOn: file.goOn)
      try dictionary.write(to: file, used: used)
    }
    try codes.write(to: file)
    try file.write(numbers == nil ? 0 : 1)
    try numbers?.write(to: file)
  }

  /// - Parameter shared: the dictionary that it shares.
  init(from file: IndexFileReader, sharing shared: ValueDictionary? = nil) throws {
    ownsDictionary = shared == nil
    dictionary = try shared ?? ValueDictionary.read(from: file)
    codes = try CodeStore(from: file)
    guard codes.largest < dictionary.count else { throw file.damaged }
    guard try file.number() != 0 else { return }
    let numbers = try Pages(empty: Double.nan, from: file)
    numbers.visit { _, number in numberCount += number.isNaN ? 0 : 1 }
    self.numbers = numbers
  }

  // MARK: Changing

  /// How many rows have a value.
  var count: Int { codes.count + numberCount }

  func set(_ row: UInt32, _ value: Value?) {
    if case .scalar(.number(let number)) = value, !number.isNaN, numbers != nil {
      setNumber(row, number)
      codes.set(row, 0)
      return
    }
    setNumber(row, .nan)
    codes.set(row, value.map(dictionary.code) ?? 0)
    if dictionary.scalars.numberCount > Self.codedNumbers, numbers == nil { uncodeNumbers() }
    if ownsDictionary, dictionary.count > 4096, dictionary.count > codes.count * 4 { rebuildDictionary() }
  }

  private func setNumber(_ row: UInt32, _ number: Double) {
    guard let numbers else { return }
    let before = numbers[Int(row)]
    if before.isNaN, number.isNaN { return }
    numberCount += (number.isNaN ? 0 : 1) - (before.isNaN ? 0 : 1)
    numbers[Int(row)] = number
  }

  /// Gives each number a place of its own, where that is no waste.
  private func uncodeNumbers() {
    guard codes.width != .sparse else { return }
    numbers = Pages(empty: .nan)
    var rest = CodeStore()
    codes.visit { row, code in
      if let number = dictionary.number(code) { setNumber(row, number) } else { rest.set(row, code) }
    }
    codes = rest
    if ownsDictionary { rebuildDictionary() }
  }

  /// With only the values that somebody has.
  private func rebuildDictionary() {
    let kept = ValueDictionary()
    var translated: [UInt32: UInt32] = [:]
    var rebuilt = CodeStore()
    codes.visit { row, code in
      let new = translated[code] ?? kept.code(of: code, in: dictionary)
      translated[code] = new
      rebuilt.set(row, new)
    }
    codes = rebuilt
    dictionary = kept
  }

  /// Gives a row of another column that shares the dictionary to one of this.
  func copy(_ row: UInt32, of other: ValueColumn, to target: UInt32) {
    if let number = other.numbers?[Int(row)], !number.isNaN {
      set(target, .number(number))
    } else {
      codes.set(target, other.codes[row])
    }
  }

  // MARK: Reading

  func isSet(_ row: UInt32) -> Bool {
    if codes[row] != 0 { return true }
    return numbers.map { !$0[Int(row)].isNaN } ?? false
  }

  func holds(_ test: PreparedTest, _ row: UInt32) -> Bool {
    let code = codes[row]
    if code != 0 { return dictionary.holds(test, code) }
    guard let number = numbers?[Int(row)], !number.isNaN else { return false }
    return test.holds(number: number)
  }

  /// The elements of a value: scalars of the dictionary, or a number that stands as it is.
  func forEachElement(of row: UInt32, _ body: (ValueElement) -> Void) {
    let code = codes[row]
    if code != 0 { return dictionary.forEachElement(of: code) { body(.scalar($0)) } }
    guard let number = numbers?[Int(row)], !number.isNaN else { return }
    body(.number(number))
  }

  /// Of the column alone, without a dictionary that it shares.
  var byteCount: Int {
    codes.byteCount + (numbers?.byteCount ?? 0) + (ownsDictionary ? dictionary.byteCount : 0)
  }
}

/// One element of a value of a column.
enum ValueElement {
  /// A code of the scalars of its dictionary.
  case scalar(Int)
  case number(Double)
}
