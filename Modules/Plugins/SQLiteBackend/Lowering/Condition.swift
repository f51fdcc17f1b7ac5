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

  /// All or any of them. Long rows are halved again and again, for the depth of a plain row is its length
  /// (https://www.sqlite.org/limits.html, "Maximum Depth Of An Expression Tree").
  func joined(by junction: Junction) -> Condition {
    switch count {
    case 0: return Condition(junction == .and ? "1" : "0")
    case 1: return self[0]
    case 2...8:
      let row = map(\.sql).joined(separator: " \(junction.rawValue) ")
      return Condition("(\(literal: row))", depth: 1 + (map(\.depth).max() ?? 0))
    default:
      let half = count / 2
      return [Array(self[..<half]).joined(by: junction), Array(self[half...]).joined(by: junction)]
        .joined(by: junction)
    }
  }
}
