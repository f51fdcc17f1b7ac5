import FilterCompiler
import SegmentModel

/// A number made of the values of one attribute.
struct EventAggregate: EventCondition {
  let source: EventSource
  /// Nil where no event has it.
  let column: ValueColumn?
  let function: Aggregate.Function
  let test: PreparedNumbers

  /// Over no values.
  static func holdsOverNothing(_ function: Aggregate.Function, _ test: PreparedNumbers) -> Bool {
    switch function {
    case .sum, .distinctCount: test.holds(0)
    case .average, .minimum, .maximum: false
    }
  }

  func holds(_ contact: UInt32) -> Bool { value(contact).map(test.holds) ?? false }

  private func value(_ contact: UInt32) -> Double? {
    switch function {
    case .sum: return exactSum(contact).sum
    case .average: return exactSum(contact).average
    case .minimum, .maximum:
      var extreme: Double?
      forEachNumber(contact) { number in
        guard let before = extreme else {
          extreme = number
          return
        }
        extreme = function == .minimum ? min(before, number) : max(before, number)
      }
      return extreme
    case .distinctCount: return Double(distinctTexts(contact))
    }
  }

  private func exactSum(_ contact: UInt32) -> ExactSum {
    var sum = ExactSum()
    forEachNumber(contact) { sum.add($0) }
    return sum
  }

  private func forEachNumber(_ contact: UInt32, _ body: (Double) -> Void) {
    guard let column else { return }
    source.walk(contact) { row, _ in
      column.forEachElement(of: UInt32(row)) { element in
        switch element {
        case .number(let number): body(number)
        case .scalar(let scalar): if let number = column.dictionary.scalars.number(scalar) { body(number) }
        }
      }
      return true
    }
  }

  private func distinctTexts(_ contact: UInt32) -> Int {
    guard let column else { return 0 }
    var texts: Set<[UInt8]> = []
    source.walk(contact) { row, _ in
      column.forEachElement(of: UInt32(row)) { element in
        switch element {
        case .number(let number): texts.insert(Array(number.ecmaScriptText.folded.utf8))
        case .scalar(let scalar): texts.insert(Array(column.dictionary.scalars.texts.text(scalar)))
        }
      }
      return true
    }
    return texts.count
  }

  func mark(into words: UnsafeMutablePointer<UInt64>, rows: Int, _ evaluation: Evaluation) {
    if Self.holdsOverNothing(function, test) {
      for word in 0..<(rows + 63) >> 6 { words[word] = ~0 }
    }
    if function == .sum, let column, markSums(of: column, into: words, rows, evaluation.scratch) { return }
    markOneByOne(of: source.events, into: words, evaluation, holds)
  }

  /// Sums of millionths, for everyone at once; false where one may not fit.
  private func markSums(
    of column: ValueColumn, into words: UnsafeMutablePointer<UInt64>, _ rows: Int, _ scratch: Scratch
  ) -> Bool {
    // A column of numbers that stand as they are, or of lists, is summed contact by contact.
    guard column.numbers == nil, !column.dictionary.hasLists else { return false }
    let millionths = column.dictionary.scalars.millionths
    var isExact = true
    scratch.withSums(rows) { sums in
      isExact = millionths.withUnsafeBufferPointer { addUp(column.codes, $0, in: sums) }
      guard isExact else { return }
      words.update(repeating: 0, count: (rows + 63) >> 6)
      let test = test
      if case .range(let lower, let upper) = test {
        markRows(UnsafeBufferPointer(sums), into: words) { sum in
          let value = Double(sum) / 1_000_000
          return value >= lower && value <= upper
        }
      } else {
        markRows(UnsafeBufferPointer(sums), into: words) { test.holds(Double($0) / 1_000_000) }
      }
    }
    return isExact
  }

  /// False where a sum passed what a double holds exactly. Up to there a sum is a double, and so is the divisor, so that
  /// their quotient is the nearest double.
  private func addUp(
    _ codes: CodeStore, _ millionths: UnsafeBufferPointer<Int64>, in sums: UnsafeMutableBufferPointer<Int64>
  ) -> Bool {
    let largest: UInt64 = 1 << 53
    guard millionths.allSatisfy({ $0.magnitude <= largest }) else { return false }
    var isBeyond = false
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: EventColumns.blockSize) { codesOfBlock in
      guard let code = codesOfBlock.baseAddress else { return }
      source.scan { start, contacts, mask in
        codes.read(start, contacts.count, into: code)
        func add(_ place: Int) {
          let contact = Int(contacts[place])
          sums[contact] &+= millionths[Int(code[place])]
          isBeyond = isBeyond || sums[contact].magnitude > largest
        }
        if let mask { mask.forEachBit(contacts.count, add) } else { for place in 0..<contacts.count { add(place) } }
      }
    }
    return !isBeyond
  }
}

extension ScalarDictionary {
  /// What each scalar adds to a sum.
  fileprivate var millionths: [Int64] {
    var millionths = [Int64](repeating: 0, count: count)
    for (scalar, number) in numbers.enumerated() where number.magnitude < 1e12 {
      millionths[scalar] = Int64((number * 1e6).rounded(.toNearestOrAwayFromZero))
    }
    return millionths
  }
}
