import EventIngest
import SegmentModel
import TestSupport

/// People with many identifiers each, what is said of them in a random order, and what is then so.
struct IdentityStory {
  private let start: Instant
  private var people: [Person] = []
  private(set) var messages: [IngestMessage] = []
  /// A contact a person: the union of everything that was said.
  private(set) var world = OracleWorld()

  private struct Person {
    let number: Int
    /// The first are user ids, each joined to the one before it; the others are each joined to one of them.
    var identifiers: [Identifier]
    var users: [Identifier] { identifiers.filter { $0.kind == .userId } }
  }

  /// Each with as few as two identifiers, and one with as many as there may be.
  init(at start: Instant, using generator: inout SplitMix64) {
    self.start = start
    for number in 0..<20 {
      let count = number == 0 ? Identifier.maximumPerContact : 2 + generator.below(12)
      people.append(Self.person(number, identifiers: count, using: &generator))
      let plan = StoredValue(.text("plan-\(number % 3)"), time: time(3), isTrusted: true)
      world.contacts.append(
        ContactRecord(id: Int64(number), state: .customer, createdAt: start, properties: ["plan": plan]))
    }
    for person in people { say(of: person, using: &generator) }
    // Clients send some of it again.
    messages += messages.filter { _ in generator.chance(0.1) }
    messages.shuffle(using: &generator)
    for device in 0..<4 { share(device, using: &generator) }
  }

  private static func person(_ number: Int, identifiers count: Int, using generator: inout SplitMix64) -> Person {
    // An alias said before its ids takes a place for each kind that they may be: where all are taken there is none.
    let users = count == Identifier.maximumPerContact ? 1 : 1 + generator.below(min(count, 5))
    let identifiers = (0..<count).map { index -> Identifier? in
      if index < users { return Identifier(.userId, "p\(number)-u\(index)") }
      return switch index % 4 {
      case 0: Identifier(.email, "P\(number)-\(index)@Example.com")
      case 1: Identifier(.phone, "+49 30 \(1_000_000 + number * 1000 + index)")
      case 2: Identifier(.code, "p\(number)-c\(index)")
      default: Identifier(.anonymousId, "p\(number)-a\(index)")
      }
    }
    return Person(number: number, identifiers: identifiers.compactMap(\.self))
  }

  private func time(_ minute: Int64) -> Instant { start.advanced(milliseconds: (minute - 60) * 60_000) }

  // MARK: - What is said

  private mutating func say(of person: Person, using generator: inout SplitMix64) {
    let (number, users) = (person.number, person.users)
    for (previous, next) in zip(users.dropFirst(), users) {
      messages.append(message([next], .alias(previous: previous.value), "alias \(previous.value)"))
    }
    for identifier in person.identifiers where identifier.kind != .userId {
      let user = generator.element(of: users).map { [$0] } ?? []
      messages.append(message(user + [identifier], Self.nothing, "link \(identifier.value)"))
    }
    for index in 0..<generator.below(12) {
      let who = generator.element(of: person.identifiers).map { [$0] } ?? []
      let user = generator.chance(0.5) ? generator.element(of: users).map { [$0] } ?? [] : []
      let price = generator.below(40)
      messages.append(message(user + who, did(price), "event \(number) \(index)"))
      happened(to: number, price)
    }
    // Of two sources that disagree the later write counts.
    for (plan, minute) in [("old", 1), ("plan-\(number % 3)", 3), ("older", 0)] {
      let traits = ContactTraits([NamedValue("plan", .text(plan))])
      let user = generator.element(of: users).map { [$0] } ?? []
      messages.append(
        message(user, .identify(traits, tracked: []), "plan \(number) \(minute)", at: time(Int64(minute))))
    }
  }

  /// A device that several people use: what comes before the first of them is theirs, then it is of whoever was last.
  private mutating func share(_ device: Int, using generator: inout SplitMix64) {
    guard let id = Identifier(.anonymousId, "device-\(device)") else { return }
    var said: [IngestMessage] = []
    var waiting: [Int] = []
    var user: Int?
    for step in 0..<20 {
      let price = generator.below(40)
      let name = "device \(device) \(step)"
      guard generator.chance(0.5), let person = generator.element(of: people.dropFirst()) else {
        said.append(message([id], did(price), name))
        if let user { happened(to: user, price) } else { waiting.append(price) }
        continue
      }
      let known = generator.element(of: person.users).map { [$0] } ?? []
      said.append(message(known + [id], did(price), name))
      for price in waiting + [price] { happened(to: person.number, price) }
      (user, waiting) = (person.number, [])
    }
    // Among everything else, in their own order.
    var places = (0..<said.count).map { _ in generator.below(messages.count + 1) }
    places.sort(by: >)
    for (place, message) in zip(places, said.reversed()) { messages.insert(message, at: place) }
  }

  private mutating func happened(to person: Int, _ price: Int) {
    world.events.append(
      EventRecord(
        id: Int64(world.events.count + 1), contact: Int64(person), name: "did", time: start, receivedAt: start,
        attributes: [NamedValue("price", .number(Double(price)))]))
  }

  // MARK: - What changes nothing

  /// A second source says that somebody's identifier is another's, and that somebody has one more than there may be.
  func contradictions(using generator: inout SplitMix64) -> [IngestMessage] {
    var said: [IngestMessage] = []
    for number in 0..<10 {
      let others = people.filter { $0.number != number && $0.number != 0 }
      let known = generator.element(of: others)?.identifiers.filter { $0.kind != .anonymousId } ?? []
      let users = people[number].users
      guard let user = generator.element(of: users), let other = known.last(where: { $0.kind != .userId }) else {
        continue
      }
      said.append(message([user, other], Self.nothing, "claim \(number)"))
    }
    if let user = people[0].users.first, let more = Identifier(.email, "one-more@example.com") {
      said.append(message([user, more], Self.nothing, "one more"))
    }
    return said
  }

  /// What somebody may try with the key of a page: to be another, to be one with another, to change another.
  func attacks(_ count: Int, using generator: inout SplitMix64) -> [IngestMessage] {
    let traits = ContactTraits([NamedValue("plan", .text("stolen")), NamedValue("state", .text("customer"))])
    return (0..<count).map { number in
      let victim = generator.element(of: people)
      let named = victim.flatMap { generator.element(of: $0.identifiers) }.map { [$0] } ?? []
      let other = generator.element(of: people)?.users.first?.value ?? ""
      let own = Identifier(.anonymousId, "evil-\(number % 7)").map { [$0] } ?? []
      let action: IngestMessage.Action =
        switch number % 3 {
        case 0: .identify(traits, tracked: [])
        case 1: .alias(previous: other)
        default: .event(name: "clicked", attributes: [])
        }
      // An anonymous id is nobody's secret, so that it alone may name whom it names already.
      let isAnonymous = named.first?.kind == .anonymousId
      return message(isAnonymous ? named : named + own, action, "attack \(number)", at: start)
    }
  }

  // MARK: - Messages

  private static let nothing = IngestMessage.Action.identify(ContactTraits(), tracked: [])

  private func did(_ price: Int) -> IngestMessage.Action {
    .event(name: "did", attributes: [NamedValue("price", .number(Double(price)))])
  }

  private func message(
    _ identifiers: [Identifier], _ action: IngestMessage.Action, _ id: String, at time: Instant? = nil
  ) -> IngestMessage {
    IngestMessage(
      identifiers: identifiers.compactMap { ClaimedIdentifier($0.kind, $0.value) }, action: action,
      time: time ?? self.time(0), receivedAt: start, messageID: id)
  }
}
