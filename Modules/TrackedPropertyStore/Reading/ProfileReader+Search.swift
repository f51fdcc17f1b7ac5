package import SegmentModel

/// Looks for text in what names people and companies: their identifiers, and the properties that a person knows them by.
/// It stands in them compared as text; or it is the whole of an id.
///
/// There is no index for it. A million contacts take some seconds in all, so that whoever asks does it in slices.
extension ProfileReader {
  /// Rows that one slice looks at; some 20 ms.
  package static let searchedRows = 4_000

  /// What a slice of a search found.
  package struct SearchSlice: Sendable, Equatable {
    /// Row ids, ascending.
    package var found: [Int64]
    /// The last row that was looked at, after which the next slice begins; nil at the end.
    package var last: Int64?
  }

  /// The names of the properties that are searched.
  private static let searched: [PropertySpace: [String]] = [
    .contact: ["name", "firstName", "lastName", "primaryEmail", "primaryPhone", "code"],
    .company: ["primaryName", "primaryEmail", "website", "code"],
  ]

  /// Searches the next rows after `after`.
  /// - Parameters:
  ///   - text: nil for whatever stands in them.
  ///   - state: the one in which a contact must be; nil for any, and for companies.
  ///   - limit: how many are found at most.
  package func search(
    _ text: String?, ofCompanies: Bool, in state: ContactState? = nil, after: Int64, limit: Int
  ) throws -> SearchSlice {
    let table = ofCompanies ? "company" : "contact"
    let ids = try database.statement("SELECT id FROM \(table) WHERE id > ? ORDER BY id LIMIT ?")
      .all(after, Self.searchedRows) { $0.integer(0) }
    let matcher = try Matcher(text, state, ofCompanies: ofCompanies, in: self)
    var slice = SearchSlice(found: [], last: nil)
    for id in ids where try matcher.matches(id) {
      slice.found.append(id)
      if slice.found.count == limit {
        slice.last = id
        return slice
      }
    }
    slice.last = ids.count == Self.searchedRows ? ids.last : nil
    return slice
  }

  /// Those of these rows in which the text stands, in their order.
  package func search(
    _ text: String?, ofCompanies: Bool, in state: ContactState? = nil, among rows: [Int64]
  ) throws -> [Int64] {
    let matcher = try Matcher(text, state, ofCompanies: ofCompanies, in: self)
    return try rows.filter(matcher.matches)
  }

  private struct Matcher {
    let text: String?
    let folded: String
    /// As it is stored; nil for any.
    let state: String?
    let names: Set<Int64>
    let row: PreparedStatement
    let identifiers: PreparedStatement

    init(_ text: String?, _ state: ContactState?, ofCompanies: Bool, in reader: ProfileReader) throws {
      self.text = text
      folded = (text ?? "").folded
      self.state = state?.rawValue
      let space = ofCompanies ? PropertySpace.company : .contact
      names = Set(try (ProfileReader.searched[space] ?? []).compactMap { try reader.propertyNameID($0, in: space) })
      row = try reader.database.statement(
        ofCompanies
          ? "SELECT publicID, properties FROM company WHERE id = ?"
          : "SELECT publicID, properties, state FROM contact WHERE id = ?")
      identifiers = try reader.database.statement(
        ofCompanies
          ? "SELECT groupID FROM companyIdentifier WHERE company = ?"
          : "SELECT value FROM identifier WHERE contact = ?")
    }

    func matches(_ id: Int64) throws -> Bool {
      switch try row.first(id, read: matches) {
      case nil, .otherState: return false
      case .found: return true
      case .notThere: break
      }
      return try identifiers.all(id) { $0.text(0) }.contains { $0.folded.scalarsContain(folded) }
    }

    private enum Look { case otherState, found, notThere }

    private func matches(_ row: SQLRow) throws -> Look {
      if let state, row.text(2) != state { return .otherState }
      if text == nil || row.text(0) == text { return .found }
      return try row.withBytes(1) { bytes in
        let record = bytes.bytes
        var cursor = try PackedRecordCursor(record: record)
        while let entry = try cursor.next(in: record) {
          guard names.contains(entry.name), let value = try entry.value(in: record) else { continue }
          if value.elements.contains(where: { $0.textView.folded.scalarsContain(folded) }) { return .found }
        }
        return .notThere
      }
    }
  }
}
