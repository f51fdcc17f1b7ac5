import SegmentModel

/// Finds the contact that a message is about, and joins to it what the message says is the same.
///
/// The strongest identifier names the contact, the others are attached to it. Source: values-and-identity,
/// "Identity". Three things follow from it that are not written there:
/// - An identifier that nobody has yet names the contact of the message's anonymous id, unless that one is somebody
///   else: has another identifier of a kind that the message bears. So a visitor who gives an email, and a phone
///   with the next message, is one contact.
/// - No browser makes an identifier the strongest of a contact that servers know.
/// - Two contacts that are known are never merged by an anonymous id if their identifiers contradict each other: a
///   device is shared.
struct IdentityResolver<Transaction: ProfileTransaction> {
  let session: ProfileSession<Transaction>
  let authority: Authority
  /// Of the message.
  let time: Instant
  /// Identifiers that stayed where they are.
  private(set) var warnings: [Rejection] = []
  /// Whether an identifier went to the contact, or another contact did.
  private(set) var hasJoined = false

  init(session: ProfileSession<Transaction>, authority: Authority, time: Instant) {
    self.session = session
    self.authority = authority
    self.time = time
  }

  /// - Parameter claims: from the strongest to the weakest, not empty.
  /// - Returns: the contact with every identifier that it may have; a new one is not stored yet, its `id` is 0.
  mutating func contact(named claims: [Identifier]) throws -> ContactRecord {
    var record = try existingContact(named: claims) ?? ContactRecord(createdAt: time)
    for identifier in claims where identifier.kind > .anonymousId { try attach(known: identifier, to: &record) }
    for identifier in claims where identifier.kind == .anonymousId { try attach(anonymous: identifier, to: &record) }
    return record
  }

  /// Attaches identifiers to a contact that is known otherwise.
  /// - Returns: the contact with those that it may have. Where the other contact of one of them goes on, it is that one.
  mutating func contact(_ record: ContactRecord, alsoNamed identifiers: [Identifier]) throws -> ContactRecord {
    var record = record
    for identifier in identifiers { try attach(known: identifier, to: &record) }
    return record
  }

  /// The contact that is named before anything is attached to it; nil where that is a new one.
  /// - Parameter claims: from the strongest to the weakest.
  func existingContact(named claims: [Identifier]) throws -> ContactRecord? {
    let known = claims.filter { $0.kind > .anonymousId }
    let anonymous = claims.filter { $0.kind == .anonymousId }
    let visitor = try anonymous.lazy.compactMap(session.contact(bearing:)).first
    guard let strongest = known.first else { return visitor }
    if let record = try session.contact(bearing: strongest) { return record }
    if authority == .server {
      for identifier in known.dropFirst() {
        guard let record = try session.contact(bearing: identifier) else { continue }
        if strongest.kind != .userId || !record.hasUserID { return record }
      }
    }
    return visitor.flatMap { isSame($0, as: known, strongest: strongest) ? $0 : nil }
  }

  /// Whether the contact of the anonymous id is the one whom `known`, the strongest of which nobody has, names.
  private func isSame(_ record: ContactRecord, as known: [Identifier], strongest: Identifier) -> Bool {
    guard let strongestKind = record.strongestKind, record.isIdentified else { return true }
    if record.contradicts(known) { return false }
    return authority == .server || strongest.kind < strongestKind || !record.isKnownToServers
  }

  private mutating func attach(known identifier: Identifier, to record: inout ContactRecord) throws {
    guard let owner = try session.owner(of: identifier) else {
      if !isHeldByServer(identifier.kind, of: record) { add(identifier, to: &record) }
      return
    }
    if owner == record.id { return }
    let other = try session.contact(owner)
    // Of two contacts with a userId, and of two without, no message says which one is right.
    guard authority == .server, other.hasUserID != record.hasUserID else {
      warnings.append(
        Rejection(.identifierClash, "the \(identifier.kind.rawValue) belongs to another contact and stays with it"))
      return
    }
    guard record.canHoldIdentifiers(of: other) else { return warnings.append(Rejection(.tooManyIdentifiers)) }
    record = try merge(record, other)
  }

  /// A browser that may not overwrite the property does not add the identifier either.
  private func isHeldByServer(_ kind: Identifier.Kind, of record: ContactRecord) -> Bool {
    guard authority == .browser, let name = ContactTraits.property(of: kind) else { return false }
    return record.properties[ExactText(name)]?.isTrusted == true
  }

  /// The history of an anonymous id moves to the contact that it identifies as, once. If it later identifies as
  /// somebody else, the id goes there and its history stays.
  private mutating func attach(anonymous: Identifier, to record: inout ContactRecord) throws {
    guard let owner = try session.owner(of: anonymous) else { return add(anonymous, to: &record) }
    if owner == record.id { return }
    let other = try session.contact(owner)
    if !other.isIdentified || areSame(record, other) {
      guard record.canHoldIdentifiers(of: other) else { return warnings.append(Rejection(.tooManyIdentifiers)) }
      record = try merge(record, other)
    } else if record.identifiers.count < Identifier.maximumPerContact {
      try session.detach(anonymous, from: owner)
      add(anonymous, to: &record)
    } else {
      warnings.append(Rejection(.tooManyIdentifiers))
    }
  }

  private func areSame(_ record: ContactRecord, _ other: ContactRecord) -> Bool {
    authority == .server && other.hasUserID != record.hasUserID && !record.contradicts(other.identifiers)
  }

  private mutating func add(_ identifier: Identifier, to record: inout ContactRecord) {
    if record.identifiers.count < Identifier.maximumPerContact {
      record.identifiers.append(identifier)
      hasJoined = true
    } else {
      warnings.append(Rejection(.tooManyIdentifiers))
    }
  }

  /// The one with a `userId` goes on; of two without, the known one.
  private mutating func merge(_ record: ContactRecord, _ other: ContactRecord) throws -> ContactRecord {
    hasJoined = true
    let record = try session.save(record)
    let keepsOther = other.hasUserID && !record.hasUserID
    return try keepsOther ? session.merge(record, into: other) : session.merge(other, into: record)
  }
}

/// `alias`: two contacts are one, whatever their identifiers. Source: http-api, row "alias".
extension IdentityResolver {
  /// What `previous` may be: a `userId`, else an `anonymousId`. A proof is of the other identifier alone, so that it
  /// joins an anonymous history only.
  private func identifiers(previous: String) -> [Identifier] {
    let kinds: [Identifier.Kind] = authority == .server ? [.userId, .anonymousId] : [.anonymousId]
    return kinds.compactMap { Identifier($0, previous) }
  }

  private func contact(previous: String) throws -> ContactRecord? {
    for identifier in identifiers(previous: previous) {
      if let record = try session.contact(bearing: identifier) { return record }
    }
    return nil
  }

  /// Whether the alias is allowed, before anything is written.
  func check(alias previous: String) throws {
    guard Identifier(.userId, previous) != nil else {
      throw Rejection(.missingPreviousID, "an alias needs the previousId that becomes the userId")
    }
    for identifier in identifiers(previous: previous) where try session.owner(of: identifier) == nil {
      if try session.transaction.isSuppressed(identifier) { throw Rejection.suppressed }
    }
    let isAllowed =
      switch authority {
      case .server: true
      case .proven: try contact(previous: previous)?.isIdentified != true
      case .browser: false
      }
    if !isAllowed {
      throw Rejection(.serverSourceNeeded, "only a server source says that two known contacts are one")
    }
  }

  /// - Parameter record: the contact of the `userId`.
  /// - Throws: `ProfileLimitError` where the one contact would have too many identifiers.
  func merge(previous: String, into record: ContactRecord) throws -> ContactRecord {
    if let other = try contact(previous: previous) {
      if other.id == record.id { return record }
      guard record.canHoldIdentifiers(of: other) else { throw ProfileLimitError.tooManyIdentifiers }
      return try session.merge(other, into: session.save(record))
    }
    // Said before the first message of the previous id: whatever kind it will be, it leads here.
    var record = record
    record.identifiers += identifiers(previous: previous).filter { !record.identifiers.contains($0) }
    if record.identifiers.count > Identifier.maximumPerContact { throw ProfileLimitError.tooManyIdentifiers }
    return record
  }
}

extension Rejection {
  static let suppressed = Rejection(.suppressed, "the contact was erased and is not taken again")
}
