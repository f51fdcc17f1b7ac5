import FilterCompiler
import SegmentModel

/// What is asked of the attributes of the events of one table in one evaluation.
indirect enum AttributeMatcher {
  case all([AttributeMatcher])
  case any([AttributeMatcher])
  case not(AttributeMatcher)
  case column(ColumnTest)

  /// Nil where every event will do.
  init?(_ test: AttributeTest, of table: EventTable, for evaluation: Evaluation) {
    if test == .everything { return nil }
    self = Self.matcher(test, of: table, for: evaluation)
  }

  private static func matcher(
    _ test: AttributeTest, of table: EventTable, for evaluation: Evaluation
  ) -> AttributeMatcher {
    switch test {
    case .all(let tests): .all(tests.map { matcher($0, of: table, for: evaluation) })
    case .any(let tests): .any(tests.map { matcher($0, of: table, for: evaluation) })
    case .not(let test): .not(matcher(test, of: table, for: evaluation))
    case .attribute(let name, let test):
      .column(ColumnTest(table.attributes[name], test, for: evaluation))
    }
  }

  func holds(_ row: Int) -> Bool {
    switch self {
    case .all(let parts): parts.allSatisfy { $0.holds(row) }
    case .any(let parts): parts.contains { $0.holds(row) }
    case .not(let part): !part.holds(row)
    case .column(let test): test.holds(UInt32(row))
    }
  }

  /// Sets the bits of the rows for which it holds. Rows and words as in `ColumnTest.mark`; the words are zero before.
  func mark(_ start: Int, _ count: Int, into words: UnsafeMutablePointer<UInt64>) {
    let wordCount = (count + 63) >> 6
    switch self {
    case .column(let test): test.mark(start, count, into: words)
    case .not(let part):
      part.mark(start, count, into: words)
      for word in 0..<wordCount { words[word] = ~words[word] }
    case .all(let parts):
      for word in 0..<wordCount { words[word] = ~0 }
      Self.join(parts, start, count, wordCount) { combine(words, and: $0, isComplement: false, count: wordCount) }
    case .any(let parts):
      Self.join(parts, start, count, wordCount) { combine(words, or: $0, isComplement: false, count: wordCount) }
    }
  }

  private static func join(
    _ parts: [AttributeMatcher], _ start: Int, _ count: Int, _ wordCount: Int,
    _ body: (UnsafePointer<UInt64>) -> Void
  ) {
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: max(wordCount, 1)) { scratch in
      guard let words = scratch.baseAddress else { return }
      for part in parts {
        words.update(repeating: 0, count: wordCount)
        part.mark(start, count, into: words)
        body(words)
      }
    }
  }
}
