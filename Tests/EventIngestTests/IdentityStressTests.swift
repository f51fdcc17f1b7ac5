import SegmentModel
import TestSupport
import Testing

@testable import EventIngest

/// Whatever the order in which it is told who is who, in the end it is as if there had always been one contact a person:
/// the plain union of what was said.
@Suite struct IdentityStressTests {
  private static let worlds = TestSeed.isLong ? 300 : 12

  @Test func contactsAreThePlainUnionOfWhatWasSaid() throws {
    let seed = TestSeed()
    for stream in 0..<UInt64(Self.worlds) {
      var generator = seed.generator(stream)
      let people = (0..<20).map { Person($0, identifiers: $0 == 0 ? 80 : Int.random(in: 1...9, using: &generator)) }
      var messages = people.flatMap { $0.messages(&generator) }
      // Clients send some of it again.
      messages += messages.filter { _ in Int.random(in: 0..<8, using: &generator) == 0 }
      messages.shuffle(using: &generator)
      var ingest = TestIngest()
      ingest.isolation = Bool.random(using: &generator) ? .none : .eachMessage
      try Self.send(messages, to: ingest, &generator)
      Self.check(people, in: ingest.profiles)

      // Of whoever has only a public key, nothing of this is moved.
      let before = ingest.profiles
      let attacks = (0..<100).map { Self.attack($0, on: people, &generator) }
      for attack in attacks { try ingest.send(attack, from: .browser) }
      Self.check(people, in: ingest.profiles)
      for person in people {
        let (old, new) = (person.contact(in: before), person.contact(in: ingest.profiles))
        #expect(old?.properties == new?.properties)
        #expect(old?.state == new?.state)
      }
    }
  }

  /// In transactions of any size.
  private static func send(
    _ messages: [IngestMessage], to ingest: TestIngest, _ generator: inout SplitMix64
  ) throws {
    var rest = messages[...]
    while !rest.isEmpty {
      let group = rest.prefix(Int.random(in: 1...20, using: &generator))
      let results = try ingest.sendTogether(Array(group))
      for (message, result) in zip(group, results) {
        #expect(result == .duplicate || result.isAccepted, "\(message): \(result)")
      }
      rest = rest.dropFirst(group.count)
    }
  }

  private static func check(_ people: [Person], in profiles: MemoryProfiles) {
    var seen: Set<Int64> = []
    for person in people {
      let owners = Set(person.identifiers.map { profiles.owners[$0] })
      #expect(owners.count == 1, "\(person.number) is \(owners.count) contacts")
      guard case let owner?? = owners.first else { continue }
      #expect(seen.insert(owner).inserted, "\(person.number) is one contact with somebody else")
      #expect(profiles.events.count { $0.contact == owner && $0.name == "did" } == Person.events, "\(person.number)")
      #expect(profiles.contacts[owner]?.value("plan") == person.plan, "of two sources that disagree the later counts")
    }
    #expect(profiles.events.count { $0.name == "did" } == people.count * Person.events)
  }

  /// What somebody may try with the key of a page: to be another, to be one with another, to change another.
  private static func attack(
    _ number: Int, on people: [Person], _ generator: inout SplitMix64
  ) -> IngestMessage {
    let victim = people.randomElement(using: &generator)?.identifiers.randomElement(using: &generator)
    let other = people.randomElement(using: &generator)?.userIDs.first
    let claims = [victim].compactMap(\.self).compactMap { ClaimedIdentifier($0.kind, $0.value) }
    let own = [ClaimedIdentifier(.anonymousId, "evil-\(number % 7)")].compactMap(\.self)
    let plan: Value? = Bool.random(using: &generator) ? "stolen" : nil
    let traits = ContactTraits([NamedValue("plan", plan), NamedValue("state", "customer")])
    let action: IngestMessage.Action =
      switch number % 3 {
      case 0: .identify(traits, tracked: [])
      case 1: .alias(previous: other ?? "p0-u0")
      default: .event(name: "clicked", attributes: [])
      }
    // An anonymous id is nobody's secret, so that it alone may name whom it names already.
    let identifiers = victim?.kind == .anonymousId ? claims : claims + own
    return IngestMessage(
      identifiers: identifiers, action: action, time: .noon(plusMinutes: 10_000), receivedAt: .noon)
  }
}

/// Somebody with some identifiers, about whom servers know that they are one person's.
private struct Person {
  /// Events that each person has.
  static let events = 12

  let number: Int
  /// Joined by aliases, each to the one before.
  let userIDs: [String]
  /// The user ids and the others, each joined to some user id.
  let identifiers: [Identifier]
  var plan: Value { .text("plan-\(number)") }

  init(_ number: Int, identifiers count: Int) {
    self.number = number
    let userIDs = (0..<1 + count % 4).map { "p\(number)-u\($0)" }
    self.userIDs = userIDs
    let kinds: [Identifier.Kind] = [.email, .anonymousId, .phone, .code]
    let others = (0..<count).map { index -> Identifier? in
      let kind = kinds[index % kinds.count]
      switch kind {
      case .email: return Identifier(kind, "P\(number)-\(index)@Example.com")
      case .phone: return Identifier(kind, "+49 30 \(1_000_000 + number * 1000 + index)")
      default: return Identifier(kind, "p\(number)-\(kind.rawValue)-\(index)")
      }
    }
    identifiers = userIDs.compactMap { Identifier(.userId, $0) } + others.compactMap(\.self)
  }

  func contact(in profiles: MemoryProfiles) -> ContactRecord? {
    identifiers.first.flatMap { profiles.owners[$0] }.flatMap { profiles.contacts[$0] }
  }

  func messages(_ generator: inout SplitMix64) -> [IngestMessage] {
    var messages: [IngestMessage] = []
    for (previous, next) in zip(userIDs.dropFirst(), userIDs) {
      messages.append(.make(.alias(previous: previous), userId: next, id: "\(previous) \(next)"))
    }
    for identifier in identifiers where identifier.kind != .userId {
      let user = userIDs.randomElement(using: &generator) ?? ""
      messages.append(
        message([user], [identifier], .identify(ContactTraits(), tracked: []), "link \(identifier.value)"))
    }
    for index in 0..<Self.events {
      let who = identifiers.randomElement(using: &generator)
      let user = Bool.random(using: &generator) ? userIDs.randomElement(using: &generator) : nil
      messages.append(
        message(
          [user].compactMap(\.self), [who].compactMap(\.self), .event(name: "did", attributes: []),
          "event \(number) \(index)"))
    }
    // Two sources that disagree: of one more than what it says is old.
    for (value, minute) in [(Value.text("old"), 1), (plan, 3), (.text("older"), 0)] {
      messages.append(
        .make(
          .identify(ContactTraits([NamedValue("plan", value)]), tracked: []), userId: userIDs.last,
          at: .noon(plusMinutes: Int64(minute)), id: "plan \(number) \(minute)"))
    }
    return messages
  }

  private func message(
    _ users: [String], _ others: [Identifier], _ action: IngestMessage.Action, _ id: String
  ) -> IngestMessage {
    IngestMessage(
      identifiers: users.compactMap { ClaimedIdentifier(.userId, $0) }
        + others.compactMap { ClaimedIdentifier($0.kind, $0.value) },
      action: action, time: .noon, receivedAt: .noon, messageID: id)
  }
}
