package import SegmentModel

/// The columns of an export of members: what identifies, then a column a property, then every identity.
package enum MemberTable {
  package static func columns(isPeople: Bool, in profiles: ProfileReader) throws -> ExportTable {
    let names = try profiles.catalog(ofCompanies: !isPeople)
    return isPeople
      ? ExportTable(
        ids: ["id", "state", "userId", "anonymousId"], names: names.filter { $0.space == .contact },
        last: ["identities", "companies"])
      : ExportTable(ids: ["id", "groupId"], names: names.filter { $0.space == .company }, last: ["identities"])
  }

  /// - Parameter whole: the contact as it is answered.
  package static func row(_ contact: ContactRecord, _ whole: JSONValue, of table: ExportTable) -> ExportTable.Row {
    var ids = ["id": contact.publicID, "state": contact.state.rawValue]
    for kind in [Identifier.Kind.userId, .anonymousId] {
      ids[kind.rawValue] = contact.identifiers.first { $0.kind == kind }?.value
    }
    return table.row(whole, ids: ids)
  }

  /// - Parameter whole: the company as it is answered.
  package static func row(_ company: CompanyRecord, _ whole: JSONValue, of table: ExportTable) -> ExportTable.Row {
    table.row(whole, ids: ["id": company.publicID, "groupId": company.groupIDs.first ?? ""])
  }
}
