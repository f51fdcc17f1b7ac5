import SegmentModel

@testable import EventIngest

extension Instant {
  static let noon = Instant(milliseconds: 1_795_521_600_000)

  static func noon(plusMinutes minutes: Int64) -> Instant { noon.advanced(milliseconds: minutes * 60_000) }
}

extension Source {
  static let browser = Source(id: 1, publicID: "src_browser", name: "page", kind: .browser, proofSecret: "s3cret")
  static let strictBrowser = Source(
    id: 2, publicID: "src_strict", name: "page", kind: .browser, requiresProof: true, proofSecret: "s3cret")
  static let server = Source(id: 3, publicID: "src_server", name: "crm", kind: .server)
}

/// Builders of messages, short enough for a test to read like a conversation.
extension IngestMessage {
  static func make(
    _ action: Action, userId: String? = nil, anonymousId: String? = nil, at time: Instant = .noon, id: String? = nil,
    proof: String? = nil
  ) -> IngestMessage {
    IngestMessage(
      identifiers: [
        userId.flatMap { ClaimedIdentifier(.userId, $0) }, anonymousId.flatMap { ClaimedIdentifier(.anonymousId, $0) },
      ].compactMap(\.self),
      action: action, time: time, receivedAt: .noon, messageID: id, proof: proof)
  }

  static func identify(
    _ userId: String? = nil, anonymousId: String? = nil, _ traits: KeyValuePairs<String, Value?> = [:],
    tracked: KeyValuePairs<String, Value?> = [:], at time: Instant = .noon, proof: String? = nil
  ) -> IngestMessage {
    let traits = ContactTraits(traits.map { NamedValue($0.key, $0.value) })
    let tracked = tracked.map { NamedValue($0.key, $0.value) }
    return make(
      .identify(traits, tracked: tracked), userId: userId, anonymousId: anonymousId, at: time, proof: proof)
  }

  static func track(
    _ event: String, _ userId: String? = nil, anonymousId: String? = nil, at time: Instant = .noon, id: String? = nil,
    proof: String? = nil
  ) -> IngestMessage {
    make(
      .event(name: event, attributes: []), userId: userId, anonymousId: anonymousId, at: time, id: id, proof: proof)
  }

  static func alias(
    _ previous: String, to userId: String?, anonymousId: String? = nil, proof: String? = nil
  ) -> IngestMessage {
    make(.alias(previous: previous), userId: userId, anonymousId: anonymousId, proof: proof)
  }

  static func group(
    _ id: String, _ userId: String, _ traits: KeyValuePairs<String, Value?> = [:], at time: Instant = .noon
  ) throws -> IngestMessage {
    let traits = traits.map { NamedValue($0.key, $0.value) }
    guard let company = CompanyTraits(groupID: id, traits: traits) else { throw BrokenStore(reason: "no company") }
    return make(.group(company), userId: userId, at: time)
  }

  /// As one item of a request.
  func item(_ index: Int = 0) -> IngestItem {
    IngestItem(index: index, receivedAt: receivedAt, body: ["n": .number(Double(index))], content: .success(self))
  }
}

extension Value: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
  package init(stringLiteral value: String) { self = .text(value) }
  package init(integerLiteral value: Int) { self = .number(Double(value)) }
}

/// Writes messages one transaction each, as they would come one by one.
struct TestIngest {
  let log: MemoryProfileLog
  var isolation: GroupWriter<MemoryTransaction>.Isolation = .none

  init(
    _ log: MemoryProfileLog = MemoryProfileLog(), isolation: GroupWriter<MemoryTransaction>.Isolation = .none
  ) {
    self.log = log
    self.isolation = isolation
  }

  var profiles: MemoryProfiles { log.profiles }

  @discardableResult
  func send(_ message: IngestMessage, from source: Source? = .server) throws -> MessageResult {
    try sendTogether([message], from: source)[0]
  }

  /// In one transaction.
  @discardableResult
  func sendTogether(_ messages: [IngestMessage], from source: Source? = .server) throws -> [MessageResult] {
    try log.write { transaction in
      let writer = GroupWriter(transaction, isolation: isolation, keepsRejected: true)
      var reports = ClashReports()
      let results = try writer.write(
        messages.enumerated().map { $1.item($0) }, source: source, reports: &reports)
      try writer.finish()
      return results
    }.value
  }
}

extension MessageResult {
  var rejection: String? {
    if case .rejected(let rejection) = self { rejection.code } else { nil }
  }

  var warnings: [String] {
    if case .accepted(let effect) = self { effect.warnings.map(\.code) } else { [] }
  }

  var isAccepted: Bool {
    if case .accepted = self { true } else { false }
  }
}

extension ContactRecord {
  var identifierTexts: [String] { identifiers.map { "\($0.kind.rawValue):\($0.value)" }.sorted() }

  func value(_ name: String) -> Value? { properties[ExactText(name)]?.value }
}
