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
    formerIDsOf[row] = ids.map(ExactText.init)
    for id in ids { formerIDs[ExactText(id)] = row }
  }

  /// Who has a public id, or had it before a merge.
  func row(publicID: String) -> UInt32? { publicIDs.row(of: publicID) ?? formerIDs[ExactText(publicID)] }

  var byteCount: Int {
    publicIDs.byteCount + present.words.capacity * 8 + columns.values.reduce(0) { $0 + $1.byteCount }
  }
}
