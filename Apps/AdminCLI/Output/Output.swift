import SegmentModel

/// Writes what a command found, in the form that was asked for.
struct Output: Sendable {
  let format: OutputFormat
  let console: Console

  /// One thing.
  func record(_ json: JSONValue) {
    let members = json.objectValue ?? [JSONMember("value", json)]
    switch format {
    case .json: line(json.prettyText)
    case .ndjson: line(json.text)
    case .csv:
      line(CSVText.line(members.map(\.key)))
      line(CSVText.line(members.map(\.value)))
    case .table:
      let width = members.map { TableText.width($0.key) }.max() ?? 0
      for member in members {
        let key = TableText.padded(member.key, to: width)
        line(console.usesColor ? TableText.bold(key) + "  \(cell(member))" : "\(key)  \(cell(member))")
      }
    }
  }

  /// Many things of one kind; `rows` may be made as they are asked for.
  func list(_ rows: some Sequence<JSONValue>, _ columns: [Column]) throws {
    var writer = ListWriter(columns: columns, output: self)
    for row in rows { writer.add(row) }
    writer.finish()
  }

  /// Many things of one kind, as pages bring them.
  func list(_ columns: [Column], _ fill: (inout ListWriter) throws -> Void) throws {
    var writer = ListWriter(columns: columns, output: self)
    try fill(&writer)
    writer.finish()
  }

  /// For people who wait; never part of the data.
  func note(_ sentence: String) { console.tell(sentence) }

  func line(_ text: String) { console.writeOutput(Array((text + "\n").utf8)) }

  private func cell(_ member: JSONMember) -> String {
    TableText.printable(member.value.cellText)
  }
}
