package import SegmentModel

/// Where ingest writes: transactions over contacts, companies and events, each durable when `write` returns.
///
/// `TrackedPropertyStore` meets it; the apps join the two.
package protocol ProfileLog: Sendable {
  associatedtype Transaction: ProfileTransaction

  /// Runs `body` in one transaction on a thread of the store's own; blocks until the commit is on disk.
  /// - Returns: what `body` returned, and the position of the change feed after the commit.
  func write<T: Sendable>(_ body: (Transaction) throws -> T) throws -> (value: T, position: Int64)
}

/// One open transaction. Not to be kept beyond it, nor used from another thread.
package protocol ProfileTransaction {
  /// The contact that bears the identifier now, after merges.
  func contact(bearing identifier: Identifier) throws -> Int64?
  /// An erased identifier that must not come back.
  func isSuppressed(_ identifier: Identifier) throws -> Bool
  func loadContact(_ id: Int64) throws -> ContactRecord?
  /// Stores a new contact with its identifiers; gives the record its `id` and `publicID`.
  func insertContact(_ record: ContactRecord) throws -> ContactRecord
  /// Writes what differs from what is stored, with feed entries for each name that changed.
  /// - Throws: `ProfileLimitError` where a bound is passed; then nothing of the record was written.
  func updateContact(_ record: ContactRecord) throws
  /// Moves the events, links, list entries and identifiers of `loser` to `winner` and removes `loser`, whose public
  /// id resolves to the winner from then on. The winner's own record is written by `updateContact`.
  func mergeContact(_ loser: Int64, into winner: Int64) throws

  func company(groupID: String) throws -> Int64?
  func company(publicID: String) throws -> Int64?
  func loadCompany(_ id: Int64) throws -> CompanyRecord?
  func insertCompany(_ record: CompanyRecord) throws -> CompanyRecord
  func updateCompany(_ record: CompanyRecord) throws
  /// False where the link was there.
  func link(contact: Int64, company: Int64) throws -> Bool

  /// - Throws: `ProfileLimitError`.
  func appendEvent(_ event: EventRecord) throws -> Int64

  /// Keeps for 7 days that a message of this id was taken from this source, of this contact where that is known.
  /// - Returns: false where one was taken at `oldest` or later; one of a contact that is erased was not.
  func claim(messageID: String, source: Int64?, receivedAt: Instant, since oldest: Instant, contact: Int64?) throws
    -> Bool
  /// Says whose a message is that was claimed.
  func setContact(_ contact: Int64, ofMessage messageID: String, source: Int64?) throws
  func reject(_ message: RejectedMessage) throws
  /// Takes a refused message off the list. False where it is not on it any more.
  func discardRejected(_ id: Int64) throws -> Bool
  /// Writes to the disk, so that the commit shows whether that takes writes, and leaves nothing behind.
  func writeNothing() throws
  /// Undoes what `body` did where it throws, and lets the rest of the transaction go on.
  func savepoint<T>(_ body: () throws -> T) throws -> T
}
