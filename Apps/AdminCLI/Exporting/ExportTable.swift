import SegmentModel
import TrackedPropertyStore

/// The columns of an export as CSV: what identifies, then a column a property.
struct ExportTable {
  /// One contact or company: as the API answers it, and with a member a column.
  struct Row: Sendable {
    var whole: JSONValue
    var flat: JSONValue
  }

  private let ids: [String]
  private let names: [String]
  private let last: [String]

  /// - Parameters:
  ///   - names: properties; those that nobody has any more, and those that are called like another column, are left out.
  ///   - last: members of the whole that stand behind the properties.
  init(ids: [String], names: [CatalogedProperty], last: [String] = []) {
    self.ids = ids
    self.last = last
    let taken = Set(ids + last)
    self.names = names.filter { $0.isHeld && !taken.contains($0.name) }.map(\.name)
  }

  var columns: [Column] { (ids + names + last).map(Column.init(member:)) }

  func row(_ whole: JSONValue, ids values: [String: String]) -> Row {
    let properties = whole["properties"]?.objectValue ?? []
    let identifying = ids.map { JSONMember($0, .string(values[$0] ?? "")) }
    let rest = last.compactMap { name in whole[name].map { JSONMember(name, $0) } }
    return Row(whole: whole, flat: .object(identifying + properties + rest))
  }
}
