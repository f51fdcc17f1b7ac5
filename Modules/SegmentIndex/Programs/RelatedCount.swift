import FilterCompiler

/// How many of those whom a relation leads to are in an output of the program about them.
struct RelatedCount {
  let links: LinkTable
  let relation: Relation
  let others: OtherAnswers
  let output: Int
  /// At least 1.
  let minimum: Int
  let maximum: Int?

  func holds(_ row: UInt32) -> Bool {
    var count = 0
    for other in links.others(of: row, by: relation) where others.contains(other, output: output) { count += 1 }
    return count >= minimum && count <= maximum ?? .max
  }

  func mark(into words: UnsafeMutablePointer<UInt64>, rows: Int, _ evaluation: Evaluation) {
    evaluation.scratch.withWords(rows) { counters in
      links.visit(unless: evaluation.isCancelled) { contact, company in
        let (row, other) = relation == .companies ? (contact, company) : (company, contact)
        if others.contains(other, output: output) { counters[Int(row)] &+= 1 }
      }
      let (minimum, maximum) = (UInt32(clamping: minimum), maximum.map { UInt32(clamping: $0) } ?? .max)
      markRows(UnsafeBufferPointer(counters), into: words) { $0 >= minimum && $0 <= maximum }
    }
  }
}

extension LinkTable {
  func others(of row: UInt32, by relation: Relation) -> [UInt32] {
    relation == .companies ? companies(of: row) : contacts(of: row)
  }
}

/// Who at the other end of relations is in the outputs of the program about them.
struct OtherAnswers {
  /// For each output a bit a row, or a place among `rows` where only a few were asked.
  private var outputs: [[UInt64]] = []
  private var rows: [UInt32]?

  /// Of a program without relations.
  init() {}

  init(outputs: [[UInt64]], of rows: [UInt32]?) {
    self.outputs = outputs
    self.rows = rows
  }

  func contains(_ row: UInt32, output: Int) -> Bool {
    var place = Int(row)
    if let rows {
      place = rows.firstPlace { $0 >= row }
      guard place < rows.count, rows[place] == row else { return false }
    }
    return place >> 6 < outputs[output].count && outputs[output][place >> 6] >> UInt64(place & 63) & 1 != 0
  }
}
