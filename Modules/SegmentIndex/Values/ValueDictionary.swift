import SegmentModel

/// The distinct values of one or several columns: scalars, and lists of them. Code 0 is "not set".
///
/// Values that nobody has any more stay until the column that owns the dictionary rebuilds it; files do not hold them.
final class ValueDictionary {
  let scalars: ScalarDictionary
  /// By code, the scalar, or the list with `listBit` set; empty while there are no lists, when a code is its scalar's.
  private var meanings: [UInt32] = []
  /// Codes of scalars, so that a list is the elements from one end to the next.
  private(set) var elements: [UInt32] = []
  private var ends: [Int] = []
  private var codesOfLists: [UInt32] = []
  private var lists = ProbeTable()
  /// Codes by scalar where lists stand between them.
  private var codesOfScalars: [UInt32] = []

  private static let listBit: UInt32 = 1 << 31

  init() { scalars = ScalarDictionary() }

  /// Of its parts, as `parts` gives them; nil where they do not fit together.
  init?(scalars: ScalarDictionary, meanings: [UInt32], elements: [UInt32], ends: [Int]) {
    (self.scalars, self.meanings, self.elements, self.ends) = (scalars, meanings, elements, ends)
    guard ends.areEnds(of: elements.count), elements.allSatisfy({ $0 < scalars.count }) else { return nil }
    if meanings.isEmpty {
      if !ends.isEmpty { return nil }
      return
    }
    guard meanings[0] == 0, meanings.count < 1 << 31 else { return nil }
    codesOfLists = [UInt32](repeating: 0, count: ends.count)
    codesOfScalars = [UInt32](repeating: 0, count: scalars.count)
    for (code, meaning) in meanings.enumerated() {
      let number = Int(meaning & ~Self.listBit)
      if meaning & Self.listBit != 0 {
        guard number < ends.count else { return nil }
        codesOfLists[number] = UInt32(code)
      } else {
        guard number < scalars.count else { return nil }
        codesOfScalars[number] = UInt32(code)
      }
    }
    guard !codesOfLists.contains(0) else { return nil }
    lists = ProbeTable(capacity: ends.count)
    // One of nothing is nobody's.
    for number in ends.indices where list(number).first != 0 {
      lists.insert(Self.hash(of: list(number)), UInt32(number))
    }
  }

  /// Without what only other values need: their scalars, of which `scalars` says what is needed, and lists, which are
  /// then of nothing. Codes stay as they are.
  /// - Parameter goOn: called after each 65,536 codes; what it throws ends it.
  func parts(
    of used: RowSet, goOn: () throws -> Void
  ) rethrows -> (scalars: RowSet, meanings: [UInt32], elements: [UInt32], ends: [Int]) {
    guard hasLists else { return (used, meanings, elements, ends) }
    var (scalars, kept) = (RowSet(), elements)
    for (code, meaning) in meanings.enumerated().dropFirst() {
      if used.contains(UInt32(code)) {
        forEachElement(of: UInt32(code)) { scalars.insert(UInt32($0)) }
      } else if meaning & Self.listBit != 0 {
        for place in list(Int(meaning & ~Self.listBit)).indices { kept[place] = 0 }
      }
      if code % 65_536 == 0 { try goOn() }
    }
    return (scalars, meanings, kept, ends)
  }

  private static func hash(of list: some Collection<UInt32>) -> UInt64 {
    list.reduce(UInt64(list.count)) { KeyHash.of(UInt64($1), $0) }
  }

  /// Codes are below.
  var count: Int { meanings.isEmpty ? scalars.count : meanings.count }
  var hasLists: Bool { !meanings.isEmpty }
  var listCount: Int { ends.count }

  func code(for value: Value) -> UInt32 {
    switch value {
    case .scalar(let scalar): code(ofScalar: scalars.code(for: scalar))
    case .list(let elements):
      // Of a list a test looks at the elements alone, whatever their order.
      elements.isEmpty ? 0 : code(ofList: elements.map { scalars.code(for: $0) }.sorted())
    }
  }

  /// While there are no lists this is also what a column with numbers of its own calls.
  private func code(ofScalar scalar: UInt32) -> UInt32 {
    if meanings.isEmpty { return scalar }
    while codesOfScalars.count <= Int(scalar) { codesOfScalars.append(0) }
    if codesOfScalars[Int(scalar)] == 0 {
      codesOfScalars[Int(scalar)] = UInt32(meanings.count)
      meanings.append(scalar)
    }
    return codesOfScalars[Int(scalar)]
  }

  private func code(ofList list: [UInt32]) -> UInt32 {
    let hash = Self.hash(of: list)
    if let known = lists.find(hash, { self.list(Int($0)).elementsEqual(list) }) { return codesOfLists[Int(known)] }
    if meanings.isEmpty {
      meanings = (0..<UInt32(scalars.count)).map { $0 }
      codesOfScalars = meanings
    }
    let number = UInt32(ends.count)
    let code = UInt32(meanings.count)
    elements += list
    ends.append(elements.count)
    codesOfLists.append(code)
    meanings.append(Self.listBit | number)
    lists.insert(hash, number)
    return code
  }

  private func list(_ number: Int) -> ArraySlice<UInt32> {
    elements[(number == 0 ? 0 : ends[number - 1])..<ends[number]]
  }

  /// Scalars of the elements of a value.
  func forEachElement(of code: UInt32, _ body: (Int) -> Void) {
    guard code != 0 else { return }
    guard hasLists else { return body(Int(code)) }
    let meaning = meanings[Int(code)]
    guard meaning & Self.listBit != 0 else { return body(Int(meaning)) }
    for element in list(Int(meaning & ~Self.listBit)) { body(Int(element)) }
  }

  /// Whether a test holds for any element of a value.
  func holds(_ test: PreparedTest, _ code: UInt32) -> Bool {
    guard hasLists else { return code != 0 && scalars.holds(test, Int(code)) }
    var holds = false
    forEachElement(of: code) { holds = holds || scalars.holds(test, $0) }
    return holds
  }

  /// The codes for which a test holds, a bit each; of one that is cancelled, some of them.
  func table(of test: PreparedTest, unless isCancelled: () -> Bool) -> [UInt64] {
    let words = scalars.table(of: test, unless: isCancelled)
    guard hasLists else { return words }
    let isTrue = bytes(ofBits: words)
    var table = [UInt64](repeating: 0, count: (count + 63) / 64)
    table.withUnsafeMutableBufferPointer { markLists(where: isTrue, in: $0) }
    for (code, meaning) in meanings.enumerated() where meaning & Self.listBit == 0 && isTrue[Int(meaning)] != 0 {
      table[code >> 6] |= 1 << UInt64(code & 63)
    }
    return table
  }

  /// Marks the codes of lists with an element that is true.
  private func markLists(where isTrue: [UInt8], in table: UnsafeMutableBufferPointer<UInt64>) {
    isTrue.withUnsafeBufferPointer { isTrue in
      elements.withUnsafeBufferPointer { elements in
        var start = 0
        for (end, code) in zip(ends, codesOfLists) {
          var isAny: UInt8 = 0
          for place in start..<end { isAny |= isTrue[Int(elements[place])] }
          table[Int(code >> 6)] |= UInt64(isAny) << UInt64(code & 63)
          start = end
        }
      }
    }
  }

  /// A value of another dictionary in this one.
  func code(of code: UInt32, in other: ValueDictionary) -> UInt32 {
    guard other.hasLists, other.meanings[Int(code)] & Self.listBit != 0 else {
      let scalar = other.hasLists ? Int(other.meanings[Int(code)]) : Int(code)
      return self.code(ofScalar: scalars.code(ofScalar: scalar, in: other.scalars))
    }
    let list = other.list(Int(other.meanings[Int(code)] & ~Self.listBit))
    return self.code(ofList: list.map { scalars.code(ofScalar: Int($0), in: other.scalars) }.sorted())
  }

  /// The number that a value is; nil for anything else.
  func number(_ code: UInt32) -> Double? {
    let meaning = hasLists ? meanings[Int(code)] : code
    guard meaning & Self.listBit == 0, scalars.kinds[Int(meaning)] == .number else { return nil }
    return scalars.number(Int(meaning))
  }

  var byteCount: Int {
    scalars.byteCount + (meanings.capacity + elements.capacity + codesOfLists.capacity + codesOfScalars.capacity) * 4
      + ends.capacity * 8 + lists.byteCount
  }
}
