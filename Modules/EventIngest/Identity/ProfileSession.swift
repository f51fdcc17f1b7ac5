import SegmentModel

/// The contacts that one transaction has touched, each read once and written once however many messages are about it.
///
/// Lives as long as its transaction, on the same thread. What it holds is bounded by the messages of a transaction, and
/// beyond some bytes forgotten between two of them.
final class ProfileSession<Transaction: ProfileTransaction> {
  let transaction: Transaction
  private let maximumBytes: Int
  private var contacts = ContactCache()
  /// Contacts that differ from what is stored.
  private var unwritten: Set<Int64> = []
  private var owners: [Identifier: Owner] = [:]

  private enum Owner {
    case nobody
    case contact(Int64)
  }

  /// - Parameter maximumBytes: of memory, that the contacts may take.
  init(_ transaction: Transaction, maximumBytes: Int = ContactCache.maximumBytes) {
    self.maximumBytes = maximumBytes
    self.transaction = transaction
  }

  func owner(of identifier: Identifier) throws -> Int64? {
    switch owners[identifier] {
    case .nobody: return nil
    case .contact(let id): return id
    case nil:
      let id = try transaction.contact(bearing: identifier)
      owners[identifier] = id.map(Owner.contact) ?? .nobody
      return id
    }
  }

  /// - Throws: `StoreInconsistency` where an identifier leads to a contact that is not there.
  func contact(_ id: Int64) throws -> ContactRecord {
    if let record = contacts[id] { return record }
    guard let record = try transaction.loadContact(id) else { throw StoreInconsistency.missingContact(id) }
    contacts[id] = record
    return record
  }

  func contact(bearing identifier: Identifier) throws -> ContactRecord? {
    try owner(of: identifier).map(contact)
  }

  /// Stores a new contact at once, for it needs an id; an old one at the next `flush`.
  /// - Returns: the record with its id.
  func save(_ record: ContactRecord) throws -> ContactRecord {
    let isNew = record.id == 0
    let saved = isNew ? try transaction.insertContact(record) : record
    if !isNew, contacts[saved.id] != saved { unwritten.insert(saved.id) }
    contacts[saved.id] = saved
    for identifier in saved.identifiers { owners[identifier] = .contact(saved.id) }
    return saved
  }

  /// Takes an identifier from a contact, at once: the store has each identifier once, so that another contact can
  /// be given it only then.
  func detach(_ identifier: Identifier, from id: Int64) throws {
    var record = try contact(id)
    record.identifiers.removeAll { $0 == identifier }
    try transaction.updateContact(record)
    unwritten.remove(id)
    contacts[id] = record
    owners[identifier] = .nobody
  }

  /// - Returns: the one contact that there is then.
  func merge(_ loser: ContactRecord, into winner: ContactRecord) throws -> ContactRecord {
    try transaction.mergeContact(loser.id, into: winner.id)
    contacts[loser.id] = nil
    unwritten.remove(loser.id)
    return try save(winner.merged(with: loser))
  }

  /// Writes what is not written yet.
  func flush() throws {
    for id in unwritten.sorted() {
      if let record = contacts[id] { try transaction.updateContact(record) }
    }
    unwritten.removeAll()
  }

  /// Writes and forgets everything where it takes too much. To be called between messages.
  func makeRoom() throws {
    guard contacts.bytes >= maximumBytes else { return }
    try flush()
    forget()
  }

  /// Forgets everything, where the transaction has undone some of it.
  func forget() {
    contacts.removeAll()
    owners.removeAll()
    unwritten.removeAll()
  }
}

/// The store contradicts itself; nothing of the transaction is kept.
enum StoreInconsistency: Error, Equatable {
  case missingContact(Int64)
  case missingCompany(Int64)
}
