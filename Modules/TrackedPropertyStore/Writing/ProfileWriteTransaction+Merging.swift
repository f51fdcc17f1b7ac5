import SegmentModel

extension ProfileWriteTransaction {
  /// Moves the events, links, list entries and identifiers of `loser` to `winner` and removes `loser`, whose public
  /// id resolves to the winner from then on. The winner's own record is written by `updateContact`.
  /// - Throws: `ProfileLimitError.tooManyIdentifiers`, and then nothing was moved.
  package func mergeContact(_ loser: Int64, into winner: Int64) throws {
    if loser == winner { throw ProfileStoreError.mergeIntoItself(winner) }
    guard let losing = try loadContact(loser) else { throw ProfileStoreError.contactMissing(loser) }
    guard let winning = try loadContact(winner) else { throw ProfileStoreError.contactMissing(winner) }
    guard losing.identifiers.count + winning.identifiers.count <= Identifier.maximumPerContact else {
      throw ProfileLimitError.tooManyIdentifiers
    }

    try database.statement("UPDATE event SET contact = ? WHERE contact = ?").run(winner, loser)
    try database.statement("UPDATE identifier SET contact = ? WHERE contact = ?").run(winner, loser)
    try move("contactCompany", by: "company", from: loser, to: winner)
    try move("listEntry", by: "list", from: loser, to: winner)
    try database.statement("UPDATE mergedContact SET winner = ? WHERE winner = ?").run(winner, loser)
    try database.statement("INSERT INTO mergedContact (publicID, loser, winner) VALUES (?, ?, ?)")
      .run(losing.publicID, loser, winner)
    try removeRow(losing)
    try feed(.merge, entity: loser, item: winner)

    var united = winning
    united.identifiers = try ContactRow.identifiers(of: winner, in: database)
    writer.remember(united)
  }

  /// Removes the row of a contact, and what the figures of the names hold of it.
  func removeRow(_ contact: ContactRecord) throws {
    for (space, values) in [(PropertySpace.contact, contact.properties), (.tracked, contact.tracked)] {
      for (name, value) in values where value.value != nil {
        tally.replace(value.value, by: nil, name: try propertyID(name.text, in: space))
      }
    }
    try database.statement("DELETE FROM contact WHERE id = ?").run(contact.id)
    writer.forgetContact(contact.id)
  }

  /// Moves what two contacts may both have.
  private func move(_ table: String, by column: String, from loser: Int64, to winner: Int64) throws {
    try database.statement(
      "INSERT OR IGNORE INTO \(table) (contact, \(column)) SELECT ?, \(column) FROM \(table) WHERE contact = ?"
    ).run(winner, loser)
    try database.statement("DELETE FROM \(table) WHERE contact = ?").run(loser)
  }
}
