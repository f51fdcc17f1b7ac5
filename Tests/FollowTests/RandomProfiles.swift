import SegmentModel
import TestSupport
import TrackedPropertyStore

/// Contacts to whom something happens at random, written to the real store.
struct RandomProfiles {
  private(set) var contacts: [Int64] = []
  private(set) var erased: Set<Int64> = []
  private var companies: [Int64] = []

  /// One transaction: a new contact, or one thing that happens to one.
  mutating func write(to profiles: ProfileDatabase, at now: Instant, using generator: inout SplitMix64) throws {
    let known = contacts
    let kept = try profiles.write { transaction in
      guard let id = generator.element(of: known), generator.chance(0.8), let contact = try transaction.loadContact(id)
      else { return known + [try Self.insert(transaction, at: now, using: &generator)] }
      if generator.chance(0.1) {
        guard let other = generator.element(of: known), other != id else { return known }
        try Self.merge(other, into: contact, transaction)
        return known.filter { $0 != other }
      }
      try Self.happen(to: contact, transaction, at: now, using: &generator)
      return known
    }
    contacts = kept.value
  }

  /// A company that comes to be, changes, gains or loses a contact, or goes; or a list that does.
  mutating func writeAround(
    _ list: Int64, in profiles: ProfileDatabase, at now: Instant, using generator: inout SplitMix64
  ) throws {
    guard let contact = generator.element(of: contacts) else { return }
    guard generator.chance(0.7) else {
      let isJoining = generator.chance(0.6)
      _ = try profiles.changeList(list, adding: isJoining ? [contact] : [], removing: isJoining ? [] : [contact])
      return
    }
    let size = StoredValue(.number(Double(generator.below(100))), time: now, isTrusted: true)
    guard let id = generator.element(of: companies), generator.chance(0.85) else {
      let company = CompanyRecord(createdAt: now, modifiedAt: now, properties: ["size": size])
      companies.append(try profiles.write { try $0.insertCompany(company).id }.value)
      return
    }
    switch generator.below(8) {
    case 0...3: _ = try profiles.write { try $0.link(contact: contact, company: id) }
    case 4: _ = try profiles.write { try $0.unlink(contact: contact, company: id) }
    case 5:
      _ = try profiles.write { try $0.deleteCompany(id) }
      companies.removeAll { $0 == id }
    default:
      _ = try profiles.write { transaction in
        guard var company = try transaction.loadCompany(id) else { return }
        company.properties["size"] = size
        company.modifiedAt = now
        try transaction.updateCompany(company)
      }
    }
  }

  mutating func erase(from profiles: ProfileDatabase, using generator: inout SplitMix64) throws {
    guard let id = generator.element(of: contacts) else { return }
    try profiles.eraseContact(id)
    contacts.removeAll { $0 == id }
    erased.insert(id)
  }

  private static func insert(
    _ transaction: ProfileWriteTransaction, at now: Instant, using generator: inout SplitMix64
  ) throws -> Int64 {
    let gold = StoredValue(.text("gold"), time: now, isTrusted: true)
    return try transaction.insertContact(
      ContactRecord(
        state: generator.pick(.visitor, .lead, .customer), createdAt: now, modifiedAt: now,
        properties: ["plan": gold])
    ).id
  }

  private static func merge(
    _ loser: Int64, into winner: ContactRecord, _ transaction: ProfileWriteTransaction
  ) throws {
    guard let lost = try transaction.loadContact(loser) else { return }
    try transaction.mergeContact(loser, into: winner.id)
    var winner = winner
    winner.state = max(winner.state, lost.state)
    winner.createdAt = min(winner.createdAt, lost.createdAt)
    winner.sessionCount += lost.sessionCount
    try transaction.updateContact(winner)
  }

  private static func happen(
    to contact: ContactRecord, _ transaction: ProfileWriteTransaction, at now: Instant,
    using generator: inout SplitMix64
  ) throws {
    var contact = contact
    func written(_ text: String?, isTrusted: Bool = true) -> StoredValue {
      StoredValue(text.map { .text($0) }, time: now, isTrusted: isTrusted)
    }
    switch generator.below(8) {
    case 0...3:
      let time = now.advanced(milliseconds: generator.pick(0, -5000, -9_000_000, 7_000_000, 30_000_000))
      _ = try transaction.appendEvent(
        EventRecord(
          contact: contact.id, name: generator.pick("login", "login", "purchase"), time: time, receivedAt: now,
          attributes: [NamedValue("price", .number(Double(generator.below(100))))]))
      if contact.lastSeenAt.map({ time > $0 }) ?? true {
        contact.lastSeenAt = time
        contact.sessionCount += 1
      }
    case 4:
      contact.properties["plan"] = written(generator.chance(0.5) ? "gold" : nil)
      contact.modifiedAt = now
    case 5:
      contact.tracked["t"] = written(generator.chance(0.5) ? "x" : nil, isTrusted: false)
      contact.modifiedAt = now
    case 6:
      let due = now.advanced(milliseconds: generator.whole(0...200_000_000))
      contact.properties["due"] = written(due.description)
    default: contact.state = .customer
    }
    try transaction.updateContact(contact)
  }
}
