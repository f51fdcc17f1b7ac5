package import SegmentModel

/// The columns of an export as CSV: what identifies, then a column a property.
package struct ExportTable: Sendable {
  /// One contact or company: as the API answers it, and with a member a column.
  package struct Row: Sendable {
    package var whole: JSONValue
    package var flat: JSONValue
  }

  /// What stands in front of the properties.
  private let ids: [String]
  private let names: [String]
  private let last: [String]

  /// - Parameters:
  ///   - names: properties; those that nobody has any more, and those that are called like another column, are left out.
  ///   - last: members of the whole that stand behind the properties.
  package init(ids: [String], names: [CatalogedProperty], last: [String] = []) {
    self.ids = ids
    self.last = last
    let taken = Set(ids + last)
    self.names = names.filter { $0.isHeld && !taken.contains($0.name) }.map(\.name)
  }

  package var columns: [String] { ids + names + last }

  package func row(_ whole: JSONValue, ids values: [String: String]) -> Row {
    let properties = whole["properties"]?.objectValue ?? []
    let identifying = ids.map { JSONMember($0, .string(values[$0] ?? "")) }
    let rest = last.compactMap { name in whole[name].map { JSONMember(name, $0) } }
    return Row(whole: whole, flat: .object(identifying + properties + rest))
  }
}
