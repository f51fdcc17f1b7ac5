import SegmentModel
import Testing

@testable import EventIngest

/// Some programs send the year 1 for no time at all, and some people are told of by dates before 1970.
@Suite struct EarlyTimeTests {
  private static let early = [
    Instant(milliseconds: -1), Instant(milliseconds: -3_600_000), Instant.range.lowerBound,
  ]

  @Test(arguments: early) func removalYieldsToWhatIsLater(_ time: Instant) throws {
    let ingest = TestIngest()
    try ingest.send(.identify("1", ["plan": nil], tracked: ["plan": nil], at: time))
    try ingest.send(.identify("1", ["plan": "pro"], tracked: ["plan": "free"]))
    let contact = try #require(ingest.profiles.contact(.userId, "1"))
    #expect(contact.value("plan") == "pro")
    #expect(contact.tracked["plan"]?.value == "free")
    try ingest.send(.identify("1", ["plan": nil], at: time))
    #expect(ingest.profiles.contact(.userId, "1")?.value("plan") == "pro")
  }

  @Test(arguments: early) func removalTakesWhatIsAsEarly(_ time: Instant) throws {
    let ingest = TestIngest()
    try ingest.send(.identify("1", ["plan": "pro"], at: time))
    #expect(ingest.profiles.contact(.userId, "1")?.value("plan") == "pro")
    try ingest.send(.identify("1", ["plan": nil], at: time))
    #expect(ingest.profiles.contact(.userId, "1")?.value("plan") == nil)
  }

  @Test(arguments: early) func valueIsNoneThatWasSetOnce(_ time: Instant) throws {
    let ingest = TestIngest()
    let once = { (value: Value, time: Instant) in
      let update = PropertyUpdate("plan", .setOnce(value))
      return IngestMessage.make(.identify(ContactTraits([], updates: [update]), tracked: []), userId: "1", at: time)
    }
    try ingest.send(.identify("1", ["plan": "set"], at: time))
    try ingest.send(once("once", .range.lowerBound))
    try ingest.send(once("once", .noon))
    #expect(ingest.profiles.contact(.userId, "1")?.value("plan") == "set")
  }

  @Test(arguments: early) func whatWasSetOnceYieldsToAValue(_ time: Instant) throws {
    let ingest = TestIngest()
    let update = PropertyUpdate("plan", .setOnce("once"))
    try ingest.send(
      .make(.identify(ContactTraits([], updates: [update]), tracked: []), userId: "1", at: time))
    #expect(ingest.profiles.contact(.userId, "1")?.value("plan") == "once")
    try ingest.send(.identify("1", ["plan": "set"], at: time))
    #expect(ingest.profiles.contact(.userId, "1")?.value("plan") == "set")
  }

  @Test(arguments: early) func listGoesOnFromAnEarlyRemoval(_ time: Instant) throws {
    let ingest = TestIngest()
    let update = PropertyUpdate("tags", .append([.text("a")]))
    try ingest.send(.identify("1", ["tags": nil], at: time))
    try ingest.send(.make(.identify(ContactTraits([], updates: [update]), tracked: []), userId: "1", at: time))
    #expect(ingest.profiles.contact(.userId, "1")?.value("tags")?.elements == [.text("a")])
  }

  @Test(arguments: early) func declarationYieldsToWhatIsLater(_ time: Instant) throws {
    let ingest = TestIngest()
    try ingest.send(.identify(anonymousId: "a", ["state": "customer", "sessionCount": 9], at: time))
    #expect(ingest.profiles.contact(.anonymousId, "a")?.state == .customer)
    try ingest.send(.identify(anonymousId: "a", ["state": "lead", "sessionCount": 4]))
    let contact = try #require(ingest.profiles.contact(.anonymousId, "a"))
    #expect(contact.state == .lead && contact.sessionCount == 4)
  }

  @Test(arguments: early) func companyYieldsToWhatIsLater(_ time: Instant) throws {
    let ingest = TestIngest()
    try ingest.send(.group("acme", "1", ["plan": nil], at: time))
    try ingest.send(.group("acme", "1", ["plan": "pro"]))
    #expect(ingest.profiles.companies.values.first?.properties["plan"]?.value == "pro")
  }

  /// The times of events stay as they are.
  @Test(arguments: early) func eventKeepsItsTime(_ time: Instant) throws {
    let ingest = TestIngest()
    try ingest.send(.track("look", "1", at: time))
    #expect(ingest.profiles.events.map(\.time) == [time])
    #expect(ingest.profiles.contact(.userId, "1")?.createdAt == time)
  }
}
