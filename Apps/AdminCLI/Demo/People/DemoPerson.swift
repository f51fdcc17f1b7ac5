import EventIngest
import SegmentModel

/// One contact of the demo: who it is, when it came and was last seen.
struct DemoPerson {
  private static let day: Int64 = 86_400_000
  private static let march2020 = Instant(milliseconds: 1_583_020_800_000)

  private let now: Instant
  private let createdAt: Instant
  private let lastSeenAt: Instant
  private let identifiers: [ClaimedIdentifier]
  private var traits: [NamedValue] = []
  private var tracked: [NamedValue] = []

  init(number: Int, now: Instant, random: inout DemoRandom) {
    self.now = now
    let share = Double.random(in: 0..<1, using: &random)
    let state: ContactState = share < 0.6 ? .customer : share < 0.85 ? .lead : .visitor
    let isOfMarch = random.chance(0.1)
    createdAt = Self.creation(isOfMarch: isOfMarch, now: now, random: &random)
    lastSeenAt = max(createdAt, Self.lastVisit(now: now, random: &random))
    let anonymousID = "demo-visitor-\(number)"
    switch state {
    case .customer: identifiers = [ClaimedIdentifier(.userId, "user-\(1000 + number)")].compactMap(\.self)
    case .lead, .visitor: identifiers = [ClaimedIdentifier(.anonymousId, anonymousID)].compactMap(\.self)
    }
    place(random.pick(DemoNames.places, or: DemoNames.home))
    if state != .visitor { introduce(number, state, hasEmail: !isOfMarch || random.chance(0.7), random: &random) }
    if state == .customer { buy(random: &random) }
    if random.chance(0.05) {
      tracked.append(NamedValue("pricing-team111", .text(random.chance(0.7) ? "successfully" : "failed")))
    }
  }

  private static func creation(isOfMarch: Bool, now: Instant, random: inout DemoRandom) -> Instant {
    if isOfMarch { return random.instant(from: march2020, to: march2020.advanced(milliseconds: 31 * day - 1)) }
    // Some of today, so that the segments of the last hours have somebody to lose.
    let age = random.chance(0.03) ? day : 1000 * day
    return random.instant(from: now.advanced(milliseconds: -age), to: now)
  }

  private static func lastVisit(now: Instant, random: inout DemoRandom) -> Instant {
    let share = Double.random(in: 0..<1, using: &random)
    let days: Int64 = share < 0.05 ? 1 : share < 0.5 ? 3 : share < 0.75 ? 21 : 200
    return random.instant(from: now.advanced(milliseconds: -days * day), to: now)
  }

  private mutating func place(_ place: DemoNames.Place) {
    add("country", place.country)
    add("city", place.city)
    add("language", place.language)
    add("timeZone", place.timeZone)
  }

  private mutating func introduce(_ number: Int, _ state: ContactState, hasEmail: Bool, random: inout DemoRandom) {
    let first = random.pick(DemoNames.first, or: "Ada")
    let last = random.pick(DemoNames.last, or: "Smith")
    add("firstName", first)
    add("lastName", last)
    if hasEmail {
      // The number keeps two people of one name apart: an email identifies.
      let name = "\(first).\(last).\(number)".lowercased().filter { $0.isASCII && $0 != "'" }
      add("email", name + "@" + random.pick(DemoNames.domains, or: "example.com"))
    }
    if random.chance(0.5) { add("phone", "+1555000\(1000 + number)") }
    traits.append(NamedValue("state", .text(state.rawValue)))
    traits.append(NamedValue("isSubscribed", .boolean(random.chance(0.6))))
    traits.append(NamedValue("profileScore", .number(Double(Int.random(in: 0...100, using: &random)))))
    if random.chance(0.3) { traits.append(NamedValue("tags", .list([.text(random.pick(DemoNames.tags, or: "vip"))]))) }
  }

  private mutating func buy(random: inout DemoRandom) {
    add("plan", random.pick(DemoNames.plans, or: "free"))
    if random.chance(0.6) { add("company.name", random.pick(DemoNames.companies, or: "Acme Tools")) }
    guard random.chance(0.7) else { return }
    // Some within the hour, so that the segments by the minute move while one looks on.
    let span = random.chance(0.1) ? 3_600_000 : 30 * Self.day
    let expiry = random.instant(from: now.advanced(milliseconds: -span / 2), to: now.advanced(milliseconds: span))
    add("expireDate", expiry.description)
  }

  private mutating func add(_ name: String, _ text: String) { traits.append(NamedValue(name, .text(text))) }

  func identify(messageID: String) -> IngestMessage {
    IngestMessage(
      identifiers: identifiers, action: .identify(ContactTraits(traits), tracked: tracked), time: createdAt,
      receivedAt: now, messageID: messageID)
  }

  /// Its events, oldest first, the last one at the time of its last visit.
  func events(count: Int, random: inout DemoRandom) -> [DemoEvent] {
    guard count > 0 else { return [] }
    let first = max(createdAt, lastSeenAt.advanced(milliseconds: -120 * Self.day))
    let times = (1..<max(count, 1)).map { _ in random.instant(from: first, to: lastSeenAt) }.sorted()
    return (times + [lastSeenAt]).map { DemoEvent(time: $0, random: &random) }
  }

  func message(_ event: DemoEvent, messageID: String) -> IngestMessage {
    IngestMessage(
      identifiers: identifiers, action: .event(name: event.name, attributes: event.attributes), time: event.time,
      receivedAt: now, messageID: messageID)
  }
}
