/// Some rows of a long list, and behind which row the next ones begin.
struct RowPage<Row> {
  var rows: [Row]
  /// Nil at the end.
  var next: Int64?

  init(rows: [Row], next: Int64?) {
    self.rows = rows
    self.next = next
  }

  /// - Parameter id: row id; after the last one go those to come. An empty page is the end.
  init(rows: [Row], id: (Row) -> Int64) {
    self.init(rows: rows, next: rows.last.map(id))
  }

  func map<Other>(_ transform: (Row) throws -> Other) rethrows -> RowPage<Other> {
    RowPage<Other>(rows: try rows.map(transform), next: next)
  }
}

extension RowPage: Sendable where Row: Sendable {}
