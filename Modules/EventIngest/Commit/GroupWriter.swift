import SegmentModel

/// What became of one message of a group.
enum MessageResult: Sendable, Equatable {
  case accepted(MessageEffect)
  case duplicate
  case rejected(Rejection)
}

/// Writes a group of requests within one transaction.
struct GroupWriter<Transaction: ProfileTransaction> {
  /// What happens to a message that passes a bound of the store when part of it is written.
  enum Isolation: Sendable {
    /// The bound ends the transaction: the fast way, as long as no bound is near.
    case none
    /// Each message has a savepoint, and is rejected alone.
    case eachMessage
  }

  let transaction: Transaction
  let isolation: Isolation
  /// Whether what is rejected is kept by the store; an import tells its caller instead.
  let keepsRejected: Bool
  private let mentions: ErasureMentions
  private let session: ProfileSession<Transaction>

  /// - Parameter contactBytes: of memory, that the contacts which it holds may take.
  init(
    _ transaction: Transaction, isolation: Isolation, keepsRejected: Bool,
    mentions: ErasureMentions = ErasureMentions(), contactBytes: Int = ContactCache.maximumBytes
  ) {
    self.mentions = mentions
    self.transaction = transaction
    self.isolation = isolation
    self.keepsRejected = keepsRejected
    session = ProfileSession(transaction, maximumBytes: contactBytes)
  }

  /// - Returns: one result an item.
  /// - Throws: `ProfileLimitError` without isolation, and what the store throws; then nothing of the transaction
  ///   may be kept.
  func write(_ items: [IngestItem], source: Source?, reports: inout ClashReports) throws -> [MessageResult] {
    try items.map { try write($0, source: source, reports: &reports) }
  }

  func write(_ item: IngestItem, source: Source?, reports: inout ClashReports) throws -> MessageResult {
    let result = try write(item, with: MessageWriter(session: session, source: source))
    if keepsRejected { try keep(result, of: item, source: source, reports: &reports) }
    try session.makeRoom()
    return result
  }

  /// To be called at the end of the transaction.
  func finish() throws {
    try session.flush()
  }

  private func write(_ item: IngestItem, with writer: MessageWriter<Transaction>) throws -> MessageResult {
    do {
      let message = try item.content.get()
      switch isolation {
      case .none: return try writer.write(message).map(MessageResult.accepted) ?? .duplicate
      case .eachMessage:
        return try transaction.savepoint {
          let effect = try writer.write(message)
          try session.flush()
          return effect.map(MessageResult.accepted) ?? .duplicate
        }
      }
    } catch let rejection as Rejection {
      return .rejected(rejection)
    } catch let limit as ProfileLimitError where isolation == .eachMessage {
      session.forget()
      return .rejected(Rejection(limit))
    }
  }

  private func keep(
    _ result: MessageResult, of item: IngestItem, source: Source?, reports: inout ClashReports
  ) throws {
    switch result {
    case .rejected(let rejection):
      // Nothing of an erased contact is kept, not even that it came again.
      if rejection != .suppressed { try keep(rejection, of: item, source: source, call: rejection.call(of: item)) }
    case .accepted(let effect):
      guard !effect.warnings.isEmpty, case .success(let message) = item.content else { return }
      for warning in effect.warnings where reports.isNew(warning, of: message) {
        try keep(warning, of: item, source: source, call: nil)
      }
    case .duplicate: return
    }
  }

  private func keep(_ rejection: Rejection, of item: IngestItem, source: Source?, call: IngestCall?) throws {
    let json = item.body
    guard try !namesErased(json, item) else { return }
    let body = json.bytes()
    let isWhole = body.count <= IngestLimits.keptRejectedBytes
    let message = try? item.content.get()
    try transaction.reject(
      RejectedMessage(
        receivedAt: item.receivedAt, source: source?.id, code: rejection.code, message: rejection.message,
        body: isWhole ? body : Array(body.prefix(IngestLimits.keptRejectedBytes)), call: isWhole ? call : nil,
        proven: message.flatMap { Authority.provenKind(by: $0, source: source) }))
  }

  /// A message may be refused before it is looked at whose it is.
  private func namesErased(_ body: JSONValue, _ item: IngestItem) throws -> Bool {
    let claims = (try? item.content.get())?.claims ?? []
    for claim in claims where try transaction.isSuppressed(claim.identifier) { return true }
    guard let candidates = mentions.candidates(in: body) else { return true }
    return try candidates.contains { try transaction.isSuppressed($0) }
  }
}

extension Rejection {
  /// By which a message that was refused for this can be taken again. One with another key is not this source's, and
  /// what bore the key is not kept.
  fileprivate func call(of item: IngestItem) -> IngestCall? {
    [Code.otherKey, .messageTooLarge].map(\.rawValue).contains(code) ? nil : item.call
  }
}
