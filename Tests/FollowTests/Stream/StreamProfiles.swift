import EventIngest
import SegmentModel
import TestSupport
import TrackedPropertyStore

// As the apps join them.
extension ProfileDatabase: ProfileLog {}
extension ProfileWriteTransaction: ProfileTransaction {}

/// Random things that happen to contacts and companies: messages through the pipeline of ingest, and what is written by
/// hand beside it.
struct StreamProfiles {
  private let profiles: ProfileDatabase
  private let pipeline: IngestPipeline<ProfileDatabase>
  private var users: [String]
  private var groups: [String]
  private var nextName = 1
  /// Users beyond which no new ones come.
  private static let most = 80
  /// By what was done.
  private(set) var done: [String: Int] = [:]
  private var material: RandomMaterial
  private var materialOf: Instant

  init(_ profiles: ProfileDatabase, users: [String], groups: [String], at now: Instant) throws {
    self.profiles = profiles
    self.users = users
    self.groups = groups
    pipeline = IngestPipeline(log: profiles)
    (material, materialOf) = (try RandomMaterial(around: now), now)
  }

  /// Takes as many steps; the messages of each run go in one batch.
  mutating func happen(_ count: Int, at now: Instant, using generator: inout SplitMix64) async throws {
    if now.milliseconds - materialOf.milliseconds > 20_000_000 {
      (material, materialOf) = (try RandomMaterial(around: now), now)
    }
    var messages: [IngestMessage] = []
    for _ in 0..<count {
      if generator.chance(0.8) {
        messages.append(message(at: now, using: &generator))
      } else {
        try await send(messages)
        messages = []
        try writeByHand(using: &generator)
      }
    }
    try await send(messages)
  }

  mutating func note(_ what: String) { done[what, default: 0] += 1 }

  private mutating func send(_ messages: [IngestMessage]) async throws {
    if messages.isEmpty { return }
    let items = messages.enumerated().map {
      IngestItem(index: $0.offset, receivedAt: $0.element.receivedAt, body: [:], content: .success($0.element))
    }
    let batch = IngestBatch(writeKey: nil, items: items, isSingle: false, memory: 100)
    let outcome = try await pipeline.submit(batch, source: nil)
    done["taken", default: 0] += outcome.accepted
    done["rejected", default: 0] += outcome.rejected.count
  }

  // MARK: Messages

  private mutating func message(at now: Instant, using generator: inout SplitMix64) -> IngestMessage {
    let user = generator.element(of: users) ?? "u1"
    func message(
      _ action: IngestMessage.Action, of name: String, _ kind: Identifier.Kind = .userId, at time: Instant? = nil
    ) -> IngestMessage {
      IngestMessage(
        identifiers: [ClaimedIdentifier(kind, name)].compactMap(\.self), action: action, time: time ?? now,
        receivedAt: now)
    }
    switch generator.below(80) {
    case 0..<36:
      let time = material.eventTime(using: &generator)
      note(time > now ? "event ahead" : time < now ? "late event" : "event")
      let name = material.eventName(using: &generator)
      return message(.event(name: name, attributes: material.attributes(using: &generator)), of: user, at: time)
    case 36..<56:
      let property = material.property(using: &generator)
      note(property.value == nil ? "removal" : "property")
      return message(.identify(ContactTraits([property]), tracked: []), of: user)
    case 56..<62:
      note("tracked")
      return message(.identify(ContactTraits(), tracked: [material.tracked(using: &generator)]), of: user)
    // As many as go, about.
    case 62..<68 where users.count < Self.most:
      note("new contact")
      let state: Value = .text(generator.pick("visitor", "lead", "customer"))
      let traits = (0..<4).map { _ in material.property(using: &generator) } + [NamedValue("state", state)]
      users.append(newName("n"))
      return message(.identify(ContactTraits(traits), tracked: []), of: users[users.count - 1])
    case 68..<71:
      note("anonymous event")
      let name = material.eventName(using: &generator)
      return message(.event(name: name, attributes: []), of: "a\(generator.below(8))", .anonymousId)
    case 71:
      note("merge of an anonymous history")
      return message(.alias(previous: "a\(generator.below(8))"), of: user)
    case 72:
      note("merge")
      let previous = generator.element(of: users) ?? "u1"
      users.removeAll { $0 == previous && $0 != user }
      return message(.alias(previous: previous), of: user)
    default:
      note("company")
      if generator.chance(0.15) { groups.append(newName("g")) }
      let traits = [material.companyProperty(using: &generator)]
      let company = CompanyTraits(groupID: generator.element(of: groups) ?? "g", traits: traits)
      return message(company.map { .group($0) } ?? .identify(ContactTraits(), tracked: []), of: user)
    }
  }

  private mutating func newName(_ prefix: String) -> String {
    nextName += 1
    return "\(prefix)\(nextName)"
  }

  // MARK: By hand

  private mutating func writeByHand(using generator: inout SplitMix64) throws {
    let contact = try generator.element(of: users).flatMap { user in
      try profiles.read { try $0.contact(bearing: Identifier(kind: .userId, stored: user))?.id }
    }
    guard let contact else { return }
    switch generator.below(20) {
    case 0..<9:
      note("list")
      let lists = try profiles.read { try $0.lists(limit: 1000) }
      guard let list = generator.element(of: lists) else { return }
      let joins = generator.chance(0.5)
      _ = try profiles.changeList(list.id, adding: joins ? [contact] : [], removing: joins ? [] : [contact])
    case 9..<14:
      guard let company = try profiles.read({ try $0.companies(of: contact) }).first else { return }
      note("link ended")
      _ = try profiles.write { try $0.unlink(contact: contact, company: company) }
    case 14..<16:
      note("erasure")
      try profiles.eraseContact(contact)
      users.removeAll { user in
        (try? profiles.read { try $0.contact(bearing: Identifier(kind: .userId, stored: user)) }) == nil
      }
    case 16:
      guard let company = generator.element(of: try profiles.read({ try $0.companies(limit: 1000) })) else { return }
      note("company deleted")
      try profiles.deleteCompany(company.id)
    case 17, 18:
      note("declaration")
      let name = generator.pick("mixed", "score", "renewalAt", "trialEndsAt", "expireDate")
      let unit: DateUnit? = generator.pick(nil, .milliseconds, .seconds)
      _ = try profiles.write {
        try $0.declareProperty(name, in: .contact, type: unit == nil ? nil : .datetime, unit: unit)
      }
    default:
      guard generator.chance(0.3) else { return }
      note("time zone")
      let zone = generator.pick("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe")
      _ = try profiles.write { try $0.set(zone, setting: "timeZone") }
    }
  }
}
