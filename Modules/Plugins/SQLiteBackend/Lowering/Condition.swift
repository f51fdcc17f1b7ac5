import GRDB

/// A condition on one row as SQL, with how deep its parentheses nest.
struct Condition {
  var sql: SQL
  var depth: Int

  init(_ sql: SQL, depth: Int = 1) {
    self.sql = sql
    self.depth = depth
  }

  var negated: Condition { Condition("NOT \(literal: sql)", depth: depth) }
}

extension [Condition] {
  enum Junction: String {
    case and = "AND"
    case or = "OR"
  }

  /// Conditions in one pair of parentheses, at most.
  private static let longestRow = 200

  /// All or any of them. The tree of a row is as high as the row is long, but for what stands last; so what is deep
  /// itself stands there, and longer rows are cut (https://www.sqlite.org/limits.html, "Maximum Depth Of An Expression
  /// Tree": 1,000).
  func joined(by junction: Junction) -> Condition {
    switch count {
    case 0: return Condition(junction == .and ? "1" : "0")
    case 1: return self[0]
    case ...Self.longestRow:
      let deepLast = filter { $0.depth <= 2 } + filter { $0.depth > 2 }.sorted { $0.depth < $1.depth }
      let row = deepLast.map(\.sql).joined(separator: " \(junction.rawValue) ")
      return Condition("(\(literal: row))", depth: 1 + (map(\.depth).max() ?? 0))
    default:
      return stride(from: 0, to: count, by: Self.longestRow)
        .map { Array(self[$0..<Swift.min($0 + Self.longestRow, count)]).joined(by: junction) }.joined(by: junction)
    }
  }
}
