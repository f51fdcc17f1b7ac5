import SegmentModel

/// Contacts with 15 properties and up to 20 tracked ones, and events of 40 kinds over 180 days, in the order of their times.
struct PeopleGenerator {
  private var random = SplitMix(state: 42)
  private let contacts: Int
  private let events: Int
  private let now: Int64
  private var contactsMade = 0
  private var eventsMade = 0

  private static let day: Int64 = 86_400_000
  private static let daysOfEvents: Int64 = 180
  private static let countries = [
    "DE", "US", "FR", "ES", "IT", "GB", "SE", "PL", "NL", "BR", "IN", "JP", "AU", "CA", "SA",
  ]
  private static let plans = ["free", "free", "free", "pro", "pro", "team", "enterprise"]
  private static let firstNames = ["Anna", "Paul", "Fatima", "Noah", "David", "Mia", "Yuki", "Omar", "Lena", "Ivan"]
  private static let lastNames = ["Fischer", "Goldberg", "Lewis", "Schmidt", "Taylor", "Bergmann", "Rossi", "Silva"]
  private static let tags = ["vip", "newsletter", "partner", "press", "churn-risk"] + (0..<60).map { "tag-\($0)" }
  private static let tiers = ["bronze", "silver", "gold", "platinum"]
  private static let trackedTexts = [
    "referrer", "last_campaign", "locale", "os", "browser", "theme", "team", "region", "segment", "variant",
  ]
  private static let trackedNumbers = ["score", "visits", "quota", "seats", "storage", "invites", "streak", "level"]
  private static let eventNames =
    ["page_view", "login", "search", "purchase", "get-start", "upgrade", "downgrade", "invite"]
    + (0..<32).map { "feature \($0)" }

  init(contacts: Int, events: Int, now: Instant) {
    (self.contacts, self.events, self.now) = (contacts, events, now.milliseconds)
  }

  /// The next contact; its user id is `u` and a number from 1 on.
  mutating func contact() -> ContactRecord {
    contactsMade += 1
    let created = now - random.below(700) * Self.day - random.below(Self.day)
    var contact = ContactRecord(
      state: random.chance(0.6) ? .customer : .lead, createdAt: Instant(milliseconds: created),
      modifiedAt: Instant(milliseconds: created),
      lastSeenAt: Instant(milliseconds: now - random.below(60) * Self.day - random.below(Self.day)),
      sessionCount: Int(random.below(40)), identifiers: [Identifier(kind: .userId, stored: "u\(contactsMade)")])
    let plan = random.of(Self.plans)
    var values: [(ExactText, Value)] = [
      ("country", .text(random.of(Self.countries))), ("plan", .text(plan)),
      ("mrr", .number(plan == "free" ? 0 : Double(random.below(50_000)) / 100)),
      ("name", .text("\(random.of(Self.firstNames)) \(random.of(Self.lastNames))")),
      ("is_subscribed", .scalar(.boolean(random.chance(0.5)))), ("company_size", .number(Double(random.below(2000)))),
      ("tags", .list((0...random.below(4)).map { _ in .text(random.of(Self.tags)) })),
      ("kind", .text(contact.state == .customer ? "customer" : "lead")),
      // The same for everyone: a bound passes all of them at one instant.
      ("importedAt", .text("2026-01-01T00:00:00Z")),
    ]
    if random.chance(0.7) { values.append(("primaryEmail", .text("user\(contactsMade)@example.com"))) }
    if random.chance(0.5) { values.append(("age", .number(Double(18 + random.below(60))))) }
    if random.chance(0.3) {
      let expires = Instant(milliseconds: now + random.below(120) * Self.day + random.below(Self.day))
      values.append(("expires_at", .text(expires.description)))
    }
    for (name, value) in values { contact.properties[name] = stored(value, created) }
    if random.chance(0.4) { contact.tracked["tier"] = stored(.text(random.of(Self.tiers)), created) }
    if random.chance(0.2) { contact.tracked["gdpr_consent"] = stored(.scalar(.boolean(true)), created) }
    for name in Self.trackedTexts where random.chance(0.1) {
      contact.tracked[ExactText(name)] = stored(.text("\(name) \(random.below(200))"), created)
    }
    for name in Self.trackedNumbers where random.chance(0.1) {
      contact.tracked[ExactText(name)] = stored(.number(Double(random.below(100))), created)
    }
    return contact
  }

  /// The next event, of a contact that there is.
  mutating func event() -> EventRecord {
    let span = Self.daysOfEvents * Self.day
    let time = Instant(milliseconds: now - span + span / Int64(max(events, 1)) * Int64(eventsMade))
    eventsMade += 1
    // A few have many.
    let place = min(random.below(Int64(contacts)), random.below(Int64(contacts)))
    let name = random.chance(0.5) ? random.of(Self.eventNames[..<8]) : random.of(Self.eventNames[...])
    var attributes = [NamedValue("url", .text("https://app.example.com/docs/\(random.below(2000))"))]
    if name == "purchase" || name == "get-start" {
      attributes.append(NamedValue("price", .number(Double(random.below(30_000)) / 100)))
      attributes.append(NamedValue("view", .text(random.of(["20%", "50%", "80%", "100%"]))))
    }
    return EventRecord(contact: place + 1, name: name, time: time, receivedAt: time, attributes: attributes)
  }

  private func stored(_ value: Value, _ time: Int64) -> StoredValue {
    StoredValue(value, time: Instant(milliseconds: time), isTrusted: true)
  }
}

/// Source: https://prng.di.unimi.it/splitmix64.c
private struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var word = state
    word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
    word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
    return word ^ (word >> 31)
  }

  mutating func below(_ bound: Int64) -> Int64 { Int64(next() % UInt64(bound)) }

  mutating func chance(_ share: Double) -> Bool { Double(next() >> 11) / 9_007_199_254_740_992 < share }

  mutating func of<C: RandomAccessCollection>(_ elements: C) -> C.Element where C.Index == Int {
    elements[elements.startIndex + Int(below(Int64(elements.count)))]
  }
}
