import SegmentModel
import TrackedPropertyStore

extension Output {
  /// Rows of one read, so that the log can be checkpointed meanwhile.
  static let rowsOfARead = 500

  /// As many rows as were asked for; says where there are more.
  /// - Parameter read: the rows after a row id, at most so many.
  func pages(
    _ columns: [Column], _ page: PageOptions, _ read: (_ after: Int64, _ limit: Int) throws -> RowPage<JSONValue>
  ) throws {
    var isMore = false
    try list(columns) { writer in
      var next: Int64? = 0
      while let after = next {
        let room = min(page.room(after: writer.count), Self.rowsOfARead)
        let found = try read(after, max(room, 1))
        next = found.next
        if room == 0, !found.rows.isEmpty {
          isMore = true
          return
        }
        for row in found.rows { writer.add(row) }
      }
    }
    if isMore { page.tellOfMore(self) }
  }

  /// Every row: NDJSON unless another form was asked for.
  func export(
    _ table: ExportTable, _ read: (_ after: Int64, _ limit: Int) throws -> RowPage<ExportTable.Row>
  ) throws {
    let output = Output(format: format == .table ? .ndjson : format, console: console)
    try output.list(table.columns.map(Column.init(member:))) { writer in
      var next: Int64? = 0
      while let after = next {
        let found = try read(after, Self.rowsOfARead)
        next = found.next
        for row in found.rows { writer.add(output.format == .csv ? row.flat : row.whole) }
      }
    }
  }
}
