import GRDB
import SegmentModel

/// What the writing connection remembers from one transaction to the next.
///
/// It is forgotten when another connection has committed (`PRAGMA data_version`, read once the write
/// lock is held: https://www.sqlite.org/pragma.html#pragma_data_version) and whenever something is undone.
///
/// `@unchecked Sendable`: it is touched only inside the pool's serialised writes.
final class ProfileWriter: @unchecked Sendable {
  /// Contacts remembered; when there are more, or they take more than `ContactCache.maximumBytes`, all are forgotten.
  static let rememberedContacts = 4_096

  var names = NameCache()
  /// Kinds of value recorded in `propertyName.types`.
  var propertyTypes: [Int64: ValueTypes] = [:]
  /// Kinds of value recorded in `eventAttribute`; at most `NameLimits.catalogedAttributes`.
  var attributeTypes: [EventAttribute: ValueTypes] = [:]
  /// The last hour for which `feedMark` has a row.
  var markedHour: Int64 = .min
  /// Whether anything is suppressed, where known.
  var suppresses: Bool?
  var instanceSecret: [UInt8]?

  private var contacts = ContactCache()
  private var dataVersion: Int64?

  struct EventAttribute: Hashable {
    var event: Int64
    var attribute: Int64
  }

  func contact(_ id: Int64) -> ContactRecord? { contacts[id] }

  func remember(_ contact: ContactRecord) {
    if contacts.count >= Self.rememberedContacts || contacts.bytes >= ContactCache.maximumBytes {
      contacts.removeAll()
    }
    contacts[contact.id] = contact
  }

  func forgetContact(_ id: Int64) { contacts[id] = nil }

  func forget() {
    names = NameCache()
    forgetAllButNames()
  }

  /// Where what was written since a savepoint is undone: other names stay, for a contact may have thousands.
  func forgetSavepoint() {
    names.forgetMade()
    forgetAllButNames()
  }

  private func forgetAllButNames() {
    propertyTypes.removeAll(keepingCapacity: true)
    attributeTypes.removeAll(keepingCapacity: true)
    contacts.removeAll()
    markedHour = .min
    suppresses = nil
  }

  /// Runs `body` in a transaction that holds the write lock from its beginning.
  func write<T>(
    in database: Database, now: Instant, _ body: (ProfileWriteTransaction) throws -> T
  ) throws -> (value: T, position: Int64) {
    var result: (value: T, position: Int64)?
    do {
      try database.inTransaction(.immediate) {
        try forgetIfMoved(database)
        let transaction = ProfileWriteTransaction(database: database, writer: self)
        let value = try body(transaction)
        result = (value, try transaction.finish(now: now))
        return .commit
      }
    } catch {
      forget()
      throw error
    }
    guard let result else { throw DatabaseError(resultCode: .SQLITE_ABORT) }
    return result
  }

  private func forgetIfMoved(_ database: Database) throws {
    let version = try database.statement("PRAGMA data_version").first { $0.integer(0) }
    if version != dataVersion { forget() }
    dataVersion = version
  }
}
