import SegmentModel

/// A row of an import of companies as understood, whatever the format of the file.
package struct ImportedCompany: Sendable, Equatable {
  /// Group ids that one row may list.
  static let maximumGroupIDs = 100

  /// The company is the one that bears any of them; it gets the others too. Not empty.
  let groupIDs: [String]
  let properties: CompanyProperties

  /// Cells of a table by the names of their columns.
  init(cells: [NamedCell]) throws(Rejection) {
    var names: [JSONValue] = []
    var traits: [NamedValue] = []
    for cell in cells {
      if Self.isGroupID(cell.name) {
        names.append(cell.value.json)
      } else {
        traits.append(NamedValue(cell.name, cell.value))
      }
    }
    try self.init(names: names, traits: traits)
  }

  /// Flat, or with `properties` and `identities` as the API writes them.
  init(_ members: [JSONMember]) throws(Rejection) {
    var names: [JSONValue] = []
    var plain: [JSONMember] = []
    for member in members where !member.key.hasPrefix(CSVColumns.ownPrefix) {
      switch (member.key, member.value) {
      case ("identities", .array(let list)):
        for identity in list {
          guard identity["type"] == "groupId", let value = identity["value"] else {
            throw Rejection(.badIdentifier, "an identity of a company is {type: \"groupId\", value}")
          }
          names.append(value)
        }
      case ("properties", .object(let properties)): plain += properties
      default:
        if Self.isGroupID(member.key) { names.append(member.value) } else { plain.append(member) }
      }
    }
    try self.init(names: names, traits: ImportedContact.flatten(plain))
  }

  private init(names: [JSONValue], traits: [NamedValue]) throws(Rejection) {
    var groupIDs: [String] = []
    for name in names where name != .null {
      guard let text = name.stringValue ?? name.numberValue.map({ _ in name.text }) else {
        throw Rejection(.badIdentifier, "a group id is a string, not \(name.kindName)")
      }
      // Our own id of a company names nothing outside: its group ids do.
      if PublicID.company.matches(text) { continue }
      if let id = CompanyTraits(groupID: text)?.groupID, !groupIDs.contains(id) { groupIDs.append(id) }
    }
    if groupIDs.isEmpty { throw Rejection(.noIdentifier, "the row names no company: give a groupId") }
    if groupIDs.count > Self.maximumGroupIDs {
      throw Rejection(.badIdentifier, "a row has at most \(Self.maximumGroupIDs) group ids")
    }
    self.groupIDs = groupIDs
    properties = CompanyProperties(traits)
  }

  private static func isGroupID(_ name: String) -> Bool { name == "groupId" || name == "id" }
}
