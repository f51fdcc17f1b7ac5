import SegmentModel

/// Writes rows one after the other. A table keeps its first rows back to find the widths of its columns.
struct ListWriter {
  /// Rows that decide the widths.
  private static let measuredRows = 200

  private let columns: [Column]
  private let output: Output
  private(set) var count = 0
  private var waiting: [[String]] = []
  private var widths: [Int]?

  init(columns: [Column], output: Output) {
    self.columns = columns
    self.output = output
    if output.format == .csv { output.line(CSVText.line(columns.map(\.name))) }
  }

  mutating func add(_ row: JSONValue) {
    count += 1
    switch output.format {
    case .ndjson: output.line(row.text)
    case .csv: output.line(CSVText.line(columns.map { $0.value(of: row) }))
    case .json: write((count == 1 ? "[\n" : ",\n") + row.text)
    case .table:
      let cells = cells(row).map(TableText.cell)
      if let widths {
        write(cells, widths)
      } else {
        waiting.append(cells)
        if waiting.count == Self.measuredRows { startTable() }
      }
    }
  }

  mutating func finish() {
    switch output.format {
    case .ndjson, .csv: break
    case .json: output.line(count == 0 ? "[]" : "\n]")
    case .table: if widths == nil { startTable() }
    }
  }

  private func cells(_ row: JSONValue) -> [String] { columns.map { $0.text(of: row) } }

  private func write(_ text: String) { output.console.writeOutput(Array(text.utf8)) }

  private mutating func startTable() {
    let titles = columns.map(\.title)
    let found = columns.indices.map { index in
      max(TableText.width(titles[index]), waiting.map { TableText.width($0[index]) }.max() ?? 0)
    }
    widths = found
    let head = TableText.line(titles, found)
    output.line(output.console.usesColor ? TableText.bold(head) : head)
    for cells in waiting { write(cells, found) }
    waiting = []
  }

  private func write(_ cells: [String], _ widths: [Int]) { output.line(TableText.line(cells, widths)) }
}
