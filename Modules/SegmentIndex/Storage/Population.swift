import FilterCompiler
import SegmentModel

/// All contacts, or all companies: who there is, and their properties as columns.
final class Population {
  let isPeople: Bool
  private(set) var present = RowSet()
  private(set) var publicIDs = PublicIDs()
  private(set) var columns: [PropertyKey: ValueColumn] = [:]
  /// One more than the highest row that anything was said of, an event or a link too.
  private(set) var rows = 1
  /// Public ids that merges took away, and who they are now.
  private var formerIDs: [ExactText: UInt32] = [:]
  private var formerIDsOf: [UInt32: [ExactText]] = [:]

  init(isPeople: Bool) { self.isPeople = isPeople }

  // MARK: On disk

  func write(to file: IndexFileWriter) throws {
    try file.write(rows)
    try file.write(present.words)
    try publicIDs.write(to: file)
    let columns = columns.filter { $0.value.count > 0 }
    try file.write(columns.count)
    for (key, column) in columns.sorted(by: { $0.key < $1.key }) {
      try file.write(key.space.rawValue)
      try file.write(key.name)
      try column.write(to: file)
    }
    try file.write(formerIDs.count)
    for (id, row) in formerIDs.sorted(by: { $0.key < $1.key }) {
      try file.write(id.text)
      try file.write(Int(row))
    }
    try file.write(formerIDsOf.count)
    for (row, ids) in formerIDsOf.sorted(by: { $0.key < $1.key }) {
      try file.write(Int(row))
      try file.write(ids.count)
      for id in ids { try file.write(id.text) }
    }
  }

  init(isPeople: Bool, from file: IndexFileReader) throws {
    self.isPeople = isPeople
    let rows = try file.number()
    present = RowSet(words: try file.numbers(UInt64.self))
    guard rows >= 1, rows <= Int(ProfileIndex.largestRowID) + 1, present.end <= rows else { throw file.damaged }
    self.rows = rows
    publicIDs = try PublicIDs(from: file, rows: rows)
    for _ in 0..<(try file.count()) {
      guard let space = PropertyKey.Space(rawValue: try file.text()) else { throw file.damaged }
      let name = try file.text()
      columns[PropertyKey(space, name)] = try ValueColumn(from: file)
    }
    for _ in 0..<(try file.count()) { formerIDs[ExactText(try file.text())] = try row(from: file) }
    for _ in 0..<(try file.count()) {
      let row = try row(from: file)
      formerIDsOf[row] = try (0..<(try file.count())).map { _ in ExactText(try file.text()) }
    }
  }

  private func row(from file: IndexFileReader) throws -> UInt32 {
    let row = try file.number()
    guard row > 0, row < rows else { throw file.damaged }
    return UInt32(row)
  }

  // MARK: Changing

  func cover(_ row: UInt32) { rows = max(rows, Int(row) + 1) }

  func add(_ row: UInt32, publicID: String) {
    cover(row)
    present.insert(row)
    publicIDs.set(row, publicID)
  }

  func remove(_ row: UInt32) {
    guard present.remove(row) else { return }
    publicIDs.remove(row)
    for column in columns.values { column.set(row, nil) }
    for id in formerIDsOf.removeValue(forKey: row) ?? [] { formerIDs[id] = nil }
  }

  func set(_ key: PropertyKey, of row: UInt32, to value: Value?) {
    if let column = columns[key] {
      column.set(row, value)
    } else if let value {
      let column = ValueColumn()
      columns[key] = column
      column.set(row, value)
    }
  }

  /// Unsets everything that is not among these.
  func keepOnly(_ keys: Set<PropertyKey>, of row: UInt32) {
    for (key, column) in columns where !keys.contains(key) { column.set(row, nil) }
  }

  func setFormerIDs(_ ids: [String], of row: UInt32) {
    for id in formerIDsOf.removeValue(forKey: row) ?? [] { formerIDs[id] = nil }
    guard !ids.isEmpty else { return }
    formerIDsOf[row] = ids.map { ExactText($0) }
    for id in ids { formerIDs[ExactText(id)] = row }
  }

  /// Who has a public id, or had it before a merge.
  func row(publicID: String) -> UInt32? { publicIDs.row(of: publicID) ?? formerIDs[ExactText(publicID)] }

  var byteCount: Int {
    publicIDs.byteCount + present.words.capacity * 8 + columns.values.reduce(0) { $0 + $1.byteCount }
  }
}
