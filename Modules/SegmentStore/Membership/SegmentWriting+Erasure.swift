import Foundation
import GRDB
import SegmentModel

/// What is kept of contacts that were erased.
/// Source: values-and-identity, "Identity", on erasure.
extension SegmentWriting {
  /// Takes the contacts out of the changes, of the messages that wait and of the answers to those that were sent.
  ///
  /// The numbers of the changes have no gaps and their row ids lead to the members, so the rows stay, about nobody. The
  /// last one of a contact in a segment keeps the random id for as long as changes are kept: it tells whoever follows
  /// them that it has left.
  /// - Parameter contacts: public ids by row id.
  package func forget(_ contacts: [Int64: String]) throws {
    if contacts.isEmpty { return }
    try forgetChanges(of: contacts.keys.sorted())
    let publicIDs = Set(contacts.values).subtracting([""])
    let listed = JSONValue.array(publicIDs.sorted().map { .string($0) }).text
    try forgetMessages(naming: publicIDs, listed: listed)
    try forgetExceptions(of: publicIDs, listed: listed)
    try run(
      """
      UPDATE attempt SET answer = x''
      WHERE EXISTS (SELECT 1 FROM json_each(?) e WHERE instr(attempt.answer, CAST(e.value AS BLOB)) > 0)
      """,
      [listed])
  }

  /// Takes the contacts off the exceptions of definitions, also of those before and of segments that are gone. No
  /// revision is made of it: what the exceptions held for is no more.
  private func forgetExceptions(of publicIDs: Set<String>, listed: String) throws {
    for table in ["segment", "revision"] {
      let key = table == "segment" ? "row" : "segment"
      let rows = try Row.fetchAll(
        db,
        sql: """
          SELECT \(key) AS segment, revision, definition FROM \(table)
          WHERE EXISTS (SELECT 1 FROM json_each(?) e WHERE instr(\(table).definition, e.value) > 0)
          """,
        arguments: [listed])
      for row in rows {
        let definition = try StoredSegment.json(row["definition"]).withoutExceptions(of: publicIDs)
        try run(
          "UPDATE \(table) SET definition = ? WHERE \(key) = ? AND revision = ?",
          [definition.text, row["segment"] as Int64, row["revision"] as Int64])
      }
    }
  }

  /// Reads every change, for there is no index by contact: erasing is rare.
  private func forgetChanges(of contacts: [Int64]) throws {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT c.segment, c.change, c.contact, c.kind FROM change c JOIN segment s ON s.row = c.segment
        WHERE s.contentType <> ? AND c.contact IN (SELECT value FROM json_each(?)) AND c.publicID <> ''
        ORDER BY c.segment, c.contact, c.change
        """,
      arguments: [
        ContentType.company.rawValue, "[" + contacts.map(String.init).joined(separator: ",") + "]",
      ])
    for (index, row) in rows.enumerated() {
      let (segment, contact): (Int64, Int64) = (row["segment"], row["contact"])
      let next = index + 1 < rows.count ? rows[index + 1] : nil
      let isLast = next.map { $0["segment"] != segment || $0["contact"] != contact } ?? true
      if isLast, row["kind"] as Int64 == 0 { continue }
      try run(
        "UPDATE change SET publicID = '' WHERE segment = ? AND change = ?", [segment, row["change"] as Int64])
    }
  }

  /// Of messages that were begun; what was not begun is put together from the profiles, where they are no more.
  private func forgetMessages(naming publicIDs: Set<String>, listed: String) throws {
    let messages = try Row.fetchAll(
      db,
      sql: """
        SELECT row, body FROM message WHERE type = ?
          AND EXISTS (SELECT 1 FROM json_each(?) e WHERE instr(message.body, CAST(e.value AS BLOB)) > 0)
        """,
      arguments: [WebhookEvent.membersChanged.rawValue, listed])
    for message in messages {
      let body: Data = message["body"]
      guard let json = try? JSONReader.read(body) else {
        throw SegmentStoreError.damaged("a message in the outbox is not JSON")
      }
      try run(
        "UPDATE message SET body = ? WHERE row = ?",
        [Data(json.forgetting(publicIDs).bytes()), message["row"] as Int64])
    }
  }
}

extension JSONValue {
  /// A message about members without what it says of these: an entry goes, an exit keeps the id alone.
  fileprivate func forgetting(_ publicIDs: Set<String>) -> JSONValue {
    mappingMembers { key, value in
      guard key == "data" else { return value }
      return value.mappingMembers { key, value in
        guard let contacts = value.arrayValue else { return value }
        switch key {
        case "entered": return .array(contacts.filter { !$0.isAbout(publicIDs) })
        case "left": return .array(contacts.map { $0.isAbout(publicIDs) ? $0.withoutValues : $0 })
        default: return value
        }
      }
    }
  }

  /// A definition without the exceptions made for these.
  fileprivate func withoutExceptions(of publicIDs: Set<String>) -> JSONValue {
    mappingMembers { key, value in
      guard key == "include" || key == "exclude", let exceptions = value.arrayValue else { return value }
      return .array(exceptions.filter { $0["contact"]?.stringValue.map(publicIDs.contains) != true })
    }
  }

  private func isAbout(_ publicIDs: Set<String>) -> Bool { self["id"]?.stringValue.map(publicIDs.contains) ?? false }

  private var withoutValues: JSONValue {
    mappingMembers { key, value in
      switch key {
      case "identities": []
      case "properties": .object([])
      default: value
      }
    }
  }

  private func mappingMembers(_ change: (String, JSONValue) -> JSONValue) -> JSONValue {
    guard case .object(let members) = self else { return self }
    return .object(members.map { JSONMember($0.key, change($0.key, $0.value)) })
  }
}
