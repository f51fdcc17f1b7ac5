import GRDB
package import SegmentModel
import TrackedPropertyStore

extension SQLiteSnapshot {
  /// What messages say of these contacts or companies; those that are gone are left out.
  package func describe(_ ids: [Int64], isPeople: Bool, properties: [String]) throws -> [Int64: MemberDescription] {
    var descriptions: [Int64: MemberDescription] = [:]
    for id in ids {
      if isPeople, let contact = try reader.contact(id) {
        descriptions[id] = MemberDescription(
          publicID: contact.publicID,
          identities: contact.identifiers.sorted { $0.kind > $1.kind }.map {
            .init(type: $0.kind.rawValue, value: $0.value)
          },
          properties: properties.compactMap { contact.value(of: $0) })
      } else if !isPeople, let company = try reader.company(id) {
        descriptions[id] = MemberDescription(
          publicID: company.publicID, identities: company.groupIDs.map { .init(type: "groupId", value: $0) },
          properties: properties.compactMap { company.value(of: $0) })
      }
    }
    return descriptions
  }

  /// Public ids by row id, also of contacts that were merged into others, and of contacts and companies that were
  /// deleted within the time that the feed is kept.
  package func publicIDs(of ids: [Int64], isPeople: Bool) throws -> [Int64: String] {
    let list = ids.jsonText
    let table: SQL = isPeople ? "contact" : "company"
    var sql: SQL = """
      SELECT id, publicID FROM \(literal: table) WHERE id IN (SELECT value FROM json_each(\(list)))
      """
    if isPeople {
      sql += """
         UNION ALL SELECT loser, publicID FROM mergedContact WHERE loser IN (SELECT value FROM json_each(\(list)))
         UNION ALL SELECT contact, publicID FROM erasedContact WHERE contact IN (SELECT value FROM json_each(\(list)))
        """
    } else {
      sql += """
         UNION ALL SELECT company, publicID FROM deletedCompany WHERE company IN (SELECT value FROM json_each(\(list)))
        """
    }
    let (text, arguments) = try sql.build(reader.database)
    let rows = try Row.fetchAll(reader.database.cachedStatement(sql: text), arguments: arguments)
    return Dictionary(rows.map { ($0[0], $0[1]) }, uniquingKeysWith: { first, _ in first })
  }

  /// Row id of the contact (or company) with this public id, after merges.
  package func rowID(publicID: String, isPeople: Bool) throws -> Int64? {
    if !isPeople { return try reader.company(publicID: publicID)?.id }
    switch try reader.contact(publicID: publicID) {
    case .found(let contact)?: return contact.id
    case .merged(let winner)?: return try rowID(publicID: winner, isPeople: true)
    case nil: return nil
    }
  }
}
