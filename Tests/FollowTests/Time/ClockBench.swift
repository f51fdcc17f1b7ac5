import FilterCompiler
import SegmentModel
import SegmentStore
import SegmentSync
import TestSupport
import Testing
import TrackedPropertyStore

/// The cases of a period in stores of their own, each with a contact, a company and a segment.
struct ClockBench {
  let bench: FollowBench
  let end: Instant
  private(set) var cases: [(clock: ClockCase, segment: String)] = []

  /// - Parameter isByIndex: without the index those cases are left out whose bound moves all along: they are looked at
  ///   once a second.
  init(_ period: ClockPeriod, isByIndex: Bool) throws {
    let start = try #require(Instant(period.start))
    end = try #require(Instant(period.end))
    bench = try FollowBench(at: start, isByIndex: isByIndex, limits: FollowerLimits())
    for (number, clock) in period.cases.enumerated() {
      let contact = try write(clock, number, at: start)
      let isCase: JSONValue = ["property": "case", "operator": "equals", "value": .number(Double(number))]
      var definition: JSONValue = [
        "name": .string("case \(number)"), "contentType": clock.isOfCompanies ? "company" : "contact",
        "timeZone": .string(clock.zone), "filter": ["all": [isCase, clock.filter]],
      ]
      if let until = clock.includedUntil, case .object(let members) = definition {
        let exception: JSONValue = ["contact": .string(contact), "until": .string(until)]
        definition = .object(members + [JSONMember("include", [exception])])
      }
      let plan = try bench.service.compile(SegmentReader.read(definition)).plan
      guard isByIndex || plan.slidingConditions.isEmpty else { continue }
      cases.append((clock, try bench.service.create(definition).id))
    }
    try bench.follow()
  }

  /// - Returns: the public id of the contact.
  private func write(_ clock: ClockCase, _ number: Int, at start: Instant) throws -> String {
    func stored(_ value: Value) -> StoredValue { StoredValue(value, time: start, isTrusted: true) }
    var record = ContactRecord(createdAt: start, properties: ["case": stored(.number(Double(number)))])
    var company = CompanyRecord(createdAt: start, properties: record.properties)
    if case .property(let text) = clock.content { record.properties["p"] = stored(.text(text)) }
    if case .company(let text) = clock.content { company.properties["p"] = stored(.text(text)) }
    var event: EventRecord?
    if case .event(let time) = clock.content {
      event = EventRecord(contact: 0, name: "e", time: try #require(Instant(time)), receivedAt: start)
    }
    return try bench.profiles.write { [record, company, event] transaction in
      let contact = try transaction.insertContact(record)
      _ = try transaction.link(contact: contact.id, company: transaction.insertCompany(company).id)
      if var event {
        event.contact = contact.id
        _ = try transaction.appendEvent(event)
      }
      return contact.publicID
    }.value
  }

  /// Steps until the follower has caught up.
  /// - Returns: the next instant at which it asks to be woken.
  @discardableResult
  func follow() throws -> Instant? {
    var step = try bench.step()
    while step.isMore { step = try bench.step() }
    return step.nextDue
  }

  /// Wakes the follower whenever it asks for it.
  /// - Parameter late: by so many milliseconds.
  func walk(late: Int64) throws {
    while let due = try follow(), due <= end {
      bench.clock.set(min(max(due, bench.clock.now).advanced(milliseconds: late), end))
    }
    bench.clock.set(end)
    try follow()
  }

  func changes(of segment: String) throws -> [MembershipChange] {
    try bench.store.read { reading in
      guard let row = try reading.segment(segment)?.row else { return [] }
      return try reading.changes(of: row, after: 0, limit: 1000)
    }
  }

  func isMember(of segment: String) throws -> Bool { try !bench.service.allMembers(of: segment).members.isEmpty }
}
