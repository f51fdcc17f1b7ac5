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
    let claims = message.claims
    guard let strongest = claims.first else {
      throw Rejection(.noIdentifier, "the message names no contact: give a userId or an anonymousId")
    }
    let authority = try Authority(of: message, strongest: strongest, source: source)
    var resolver = IdentityResolver(session: session, authority: authority, time: message.time)
    try check(message, claims: claims, resolver: resolver)

    if let id = message.messageID,
      try !transaction.claim(messageID: id, source: source?.id, receivedAt: message.receivedAt)
    {
      return nil
    }
    let found = try resolver.contact(named: claims.map(\.identifier))
    let (row, effect) = try write(message, to: found, resolver: resolver, isTrusted: authority.isTrusted)
    return MessageEffect(row: row, contact: effect, warnings: resolver.warnings)
  }

  private func check(
    _ message: IngestMessage, claims: [ClaimedIdentifier], resolver: IdentityResolver<Transaction>
  ) throws {
    for claim in claims where try session.owner(of: claim.identifier) == nil {
      if try transaction.isSuppressed(claim.identifier) { throw Rejection.suppressed }
    }
    if case .identify(let traits, _) = message.action {
      for case .id(let id) in traits.links where try transaction.company(publicID: id) == nil {
        throw Rejection(.unknownCompany, "there is no company \"\(id)\"")
      }
    }
    guard case .alias(let previous) = message.action else { return }
    guard claims.first?.identifier.kind == .userId else {
      throw Rejection(.noIdentifier, "an alias needs the userId that previousId becomes")
    }
    try resolver.check(alias: previous)
  }

  private func write(
    _ message: IngestMessage, to found: ContactRecord, resolver: IdentityResolver<Transaction>, isTrusted: Bool
  ) throws -> (row: Int64, effect: RecordEffect) {
    var record = found
    record.noteMessage(at: message.time)
    var declared: ContactState?
    switch message.action {
    case .identify(let traits, let tracked):
      if isTrusted, let state = traits.state, record.isLatestDeclaration(of: "state", at: message.time) {
        declared = state
      }
      record.apply(traits, tracked: tracked, at: message.time, isTrusted: isTrusted)
    case .event: record.noteEvent(at: message.time)
    case .group: break
    case .alias(let previous): record = try resolver.merge(previous: previous, into: record)
    }
    record.settleState(declared: declared)
    let saved = try session.save(record)
    let isLinked = try writeRest(of: message, contact: saved.id, isTrusted: isTrusted)
    if found.id == 0 { return (saved.id, .created) }
    let isChanged = isLinked || resolver.hasJoined || saved.differsInValues(from: found)
    return (saved.id, isChanged ? .changed : .unchanged)
  }

  /// What stands beside the contact's own record.
  /// - Returns: whether the contact is newly of a company.
  private func writeRest(of message: IngestMessage, contact: Int64, isTrusted: Bool) throws -> Bool {
    let companies = CompanyWriter(transaction: transaction, time: message.time, isTrusted: isTrusted)
    switch message.action {
    case .identify(let traits, _):
      var isLinked = false
      for link in [traits.company].compactMap({ $0.map(CompanyLink.named) }) + traits.links {
        let company: Int64? =
          switch link {
          case .named(let traits): try companies.write(traits)
          case .id(let id): try transaction.company(publicID: id)
          }
        if let company, try transaction.link(contact: contact, company: company) { isLinked = true }
      }
      return isLinked
    case .group(let traits): return try transaction.link(contact: contact, company: companies.write(traits))
    case .alias: return false
    case .event(let name, let attributes):
      let event = EventRecord(
        contact: contact, name: name, time: message.time, receivedAt: message.receivedAt, source: source?.id,
        attributes: attributes)
      _ = try transaction.appendEvent(event)
      return false
    }
  }
}
