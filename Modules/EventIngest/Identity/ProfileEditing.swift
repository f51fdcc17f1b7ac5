package import SegmentModel

/// Writes to one contact or company by hand, through the API or the command line: believed as a server source is, and by
/// the same rules.
///
/// What it throws must undo the transaction.
package struct ProfileEditing<Transaction: ProfileTransaction> {
  private let transaction: Transaction
  private let time: Instant

  package init(_ transaction: Transaction, at time: Instant) {
    self.transaction = transaction
    self.time = time
  }

  /// Sets properties of a contact. An email, phone or code is also attached as an identifier, and merges as it would in a
  /// message of a server.
  /// - Returns: row id of the contact, which is another one where that of an identifier goes on; and what was not done.
  /// - Throws: `Rejection` where an identifier is that of somebody erased; `ProfileLimitError`.
  package func write(
    _ traits: ContactTraits, tracked: [NamedValue], toContact id: Int64
  ) throws -> (contact: Int64, warnings: [Rejection]) {
    let session = ProfileSession(transaction)
    let identifiers = traits.identifiers.map(\.identifier)
    for identifier in identifiers where try session.owner(of: identifier) == nil {
      if try transaction.isSuppressed(identifier) { throw Rejection.suppressed }
    }
    var resolver = IdentityResolver(session: session, authority: .server, time: time)
    var record = try resolver.contact(session.contact(id), alsoNamed: identifiers)
    let undone = record.apply(traits, tracked: tracked, at: time, isTrusted: true)
    record.settleState(declared: traits.state)
    let saved = try session.save(record)
    try session.flush()
    return (saved.id, resolver.warnings + undone)
  }

  /// Makes one contact of two, as an alias does.
  /// - Throws: `ProfileLimitError` where the one contact would have too many identifiers; what the store throws where they
  ///   are one already.
  package func merge(_ loser: Int64, into winner: Int64) throws {
    let session = ProfileSession(transaction)
    let (losing, winning) = (try session.contact(loser), try session.contact(winner))
    // Of itself, the store refuses it.
    guard loser == winner || winning.canHoldIdentifiers(of: losing) else { throw ProfileLimitError.tooManyIdentifiers }
    _ = try session.merge(losing, into: winning)
    try session.flush()
  }

  /// Sets properties of a company.
  /// - Throws: `ProfileLimitError`.
  package func write(_ properties: CompanyProperties, toCompany id: Int64) throws {
    var writer = CompanyWriter(transaction: transaction, time: time, isTrusted: true)
    _ = try writer.write(properties, to: id)
  }
}
