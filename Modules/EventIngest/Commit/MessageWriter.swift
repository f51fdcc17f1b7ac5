import SegmentModel

/// Writes one message: contact, properties, company, event.
struct MessageWriter<Transaction: ProfileTransaction> {
  let session: ProfileSession<Transaction>
  /// Nil for an import.
  let source: Source?

  private var transaction: Transaction { session.transaction }

  /// - Returns: nil for a message that was taken before.
  /// - Throws: `Rejection` before anything was written; `ProfileLimitError` at any time.
  func write(_ message: IngestMessage) throws -> MessageEffect? {
    if case .company(let traits) = message.action { return try write(traits, of: message) }
    let message = try withoutWhatIsSet(message)
    let claims = message.claims
    guard let strongest = claims.first else {
      throw Rejection(.noIdentifier, "the message names no contact: give a userId or an anonymousId")
    }
    let authority = try Authority(of: message, strongest: strongest, source: source)
    var resolver = IdentityResolver(session: session, authority: authority, time: message.time)
    try check(message, claims: claims, resolver: resolver)

    let owner = try session.owner(of: strongest.identifier)
    guard try claim(message, of: owner) else { return nil }
    let found = try resolver.contact(named: claims.map(\.identifier))
    var effect = try write(message, to: found, resolver: resolver, isTrusted: authority.isTrusted)
    effect.warnings = resolver.warnings + effect.warnings
    if let id = message.messageID, let contact = effect.row, contact != owner {
      try transaction.setContact(contact, ofMessage: id, source: source?.id)
    }
    return effect
  }

  /// False for a message that was taken before.
  private func claim(_ message: IngestMessage, of contact: Int64?) throws -> Bool {
    guard let id = message.messageID else { return true }
    return try transaction.claim(
      messageID: id, source: source?.id, receivedAt: message.receivedAt,
      since: message.receivedAt.advanced(milliseconds: -message.repeatMilliseconds), contact: contact)
  }

  /// A message about a company alone.
  private func write(_ traits: CompanyTraits, of message: IngestMessage) throws -> MessageEffect? {
    guard try claim(message, of: nil) else { return nil }
    var companies = CompanyWriter(
      transaction: transaction, time: message.time, isTrusted: source?.kind != .browser)
    _ = try companies.write(traits)
    return MessageEffect(row: nil, record: companies.effect, warnings: companies.warnings)
  }

  /// An identifier that is set once names nobody, and is not kept, where the contact has another of the kind already.
  private func withoutWhatIsSet(_ message: IngestMessage) throws -> IngestMessage {
    guard let traits = message.changes?.traits, !traits.identifiersSetOnce.isEmpty else { return message }
    let kinds = Set(traits.identifiersSetOnce.map(\.identifier.kind))
    var rest = message
    rest.leaveOutSetOnce(kinds)
    let resolver = IdentityResolver(
      session: session, authority: source?.kind == .browser ? .browser : .server, time: message.time)
    guard let record = try resolver.existingContact(named: rest.claims.map(\.identifier)) else { return message }
    var settled = message
    settled.leaveOutSetOnce(kinds.filter { !record.takesSetOnce($0, of: traits, at: message.time) })
    return settled
  }

  private func check(
    _ message: IngestMessage, claims: [ClaimedIdentifier], resolver: IdentityResolver<Transaction>
  ) throws {
    for claim in claims where try session.owner(of: claim.identifier) == nil {
      if try transaction.isSuppressed(claim.identifier) { throw Rejection.suppressed }
    }
    for case .id(let id) in message.changes?.traits.links ?? []
    where try transaction.company(publicID: id) == nil {
      throw Rejection(.unknownCompany, "there is no company \"\(id)\"")
    }
    guard case .alias(let previous) = message.action else { return }
    guard claims.first?.identifier.kind == .userId else {
      throw Rejection(.noIdentifier, "an alias needs the userId that previousId becomes")
    }
    try resolver.check(alias: previous)
  }

  private func write(
    _ message: IngestMessage, to found: ContactRecord, resolver: IdentityResolver<Transaction>, isTrusted: Bool
  ) throws -> MessageEffect {
    var record = found
    record.noteMessage(at: message.time)
    var declared: ContactState?
    var warnings: [Rejection] = []
    if let (traits, tracked) = message.changes {
      if isTrusted, let state = traits.state, record.isLatestDeclaration(of: "state", at: message.time) {
        declared = state
      }
      warnings = record.apply(traits, tracked: tracked, at: message.time, isTrusted: isTrusted)
    }
    switch message.action {
    case .event: record.noteEvent(at: message.time)
    case .alias(let previous): record = try resolver.merge(previous: previous, into: record)
    case .identify, .group, .company: break
    }
    record.settleState(declared: declared)
    let saved = try session.save(record)
    var companies = CompanyWriter(transaction: transaction, time: message.time, isTrusted: isTrusted)
    var isChanged = try link(saved.id, as: message, with: &companies) || companies.effect != .unchanged
    if case .event(let name, let attributes) = message.action {
      _ = try transaction.appendEvent(
        EventRecord(
          contact: saved.id, name: name, time: message.time, receivedAt: message.receivedAt, source: source?.id,
          attributes: attributes))
      isChanged = true
    }
    isChanged = isChanged || resolver.hasJoined || saved.differsInValues(from: found)
    return MessageEffect(
      row: saved.id, record: found.id == 0 ? .created : isChanged ? .changed : .unchanged,
      warnings: warnings + companies.warnings)
  }

  /// Writes the companies that the message names, and that the contact is of them.
  /// - Returns: whether the contact is newly of one.
  private func link(
    _ contact: Int64, as message: IngestMessage, with companies: inout CompanyWriter<Transaction>
  ) throws -> Bool {
    var links: [CompanyLink] = []
    if case .group(let traits) = message.action { links.append(.named(traits)) }
    if let traits = message.changes?.traits {
      links += [traits.company].compactMap { $0.map(CompanyLink.named) } + traits.links
    }
    var isLinked = false
    for link in links {
      let company: Int64? =
        switch link {
        case .named(let traits): try companies.write(traits)
        case .id(let id): try transaction.company(publicID: id)
        }
      if let company, try transaction.link(contact: contact, company: company) { isLinked = true }
    }
    return isLinked
  }
}
