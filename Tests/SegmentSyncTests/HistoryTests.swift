import SegmentModel
import SegmentStore
import TestSupport
import Testing

@testable import SegmentSync

@Suite struct HistoryTests {
  private static let hour: Int64 = 3_600_000

  private let bench: SyncBench
  private let gold: String

  init() throws {
    bench = try SyncBench()
    gold = try bench.create("gold", .property("plan", "equals", "gold"))
  }

  private func add(_ count: Int = 1) throws -> [Int64] {
    let contacts = (0..<count).map { _ in bench.profiles.contact(.visitor, ["plan": .text("gold")]) }
    try bench.follow()
    return contacts
  }

  private func leave(_ contacts: [Int64]) throws {
    for contact in contacts { bench.profiles.set(contact, "plan", .text("free")) }
    try bench.follow()
  }

  private func steps(_ query: HistoryQuery, of id: String? = nil) throws -> [String] {
    try bench.service.history(of: id ?? gold, query).steps.map { step in
      func text(_ number: Int64?) -> String { number.map(String.init) ?? "-" }
      return "\(step.from.description.dropLast(8)) \(text(step.count)) +\(text(step.entered)) -\(text(step.left))"
    }
  }

  @Test func eachStepSaysTheSizeAtItsEndAndWhoCameAndWent() throws {
    let first = try add(2)
    bench.clock.advance(milliseconds: 24 * Self.hour)
    _ = try add(3)
    try leave([first[0]])
    bench.clock.advance(milliseconds: 48 * Self.hour)
    try leave([first[1]])
    let history = try bench.service.history(of: gold, HistoryQuery(from: SyncBench.start))
    #expect(history.zone == .utc && history.step.description == "1d")
    // The build listed nobody.
    #expect(
      try steps(HistoryQuery(from: SyncBench.start)) == [
        "2026-03-02T00:00 2 +0 -0", "2026-03-03T00:00 4 +3 -1", "2026-03-04T00:00 4 +0 -0", "2026-03-05T00:00 3 +0 -1",
      ])
    #expect(history.steps.last?.to == bench.clock.now)
    let hours = HistoryQuery(
      from: SyncBench.start.advanced(milliseconds: 23 * Self.hour),
      to: SyncBench.start.advanced(milliseconds: 25 * Self.hour), step: try #require(HistoryStep("1h")))
    #expect(try steps(hours) == ["2026-03-03T11:00 2 +0 -0", "2026-03-03T12:00 4 +3 -1"])
    let weeks = HistoryQuery(from: SyncBench.start, step: try #require(HistoryStep("1w")))
    #expect(try steps(weeks) == ["2026-03-02T00:00 3 +3 -2"])
  }

  @Test func beforeTheFirstCountNothingIsKnown() throws {
    _ = try add()
    let steps = try bench.service.history(of: gold).steps
    #expect(steps.count == HistoryQuery.defaultSteps)
    #expect(steps.dropLast().allSatisfy { $0.count == nil })
    #expect(steps.last?.count == 1)
  }

  @Test func dayThatBeginsWithinAnHourOfUTCIsToldApart() throws {
    let india = try bench.service.create([
      "name": "india", "contentType": "contact", "timeZone": "Asia/Kolkata",
      "filter": .property("plan", "equals", "gold"),
    ]).id
    // Midnight there is 18:30 in UTC.
    for minutes in [0, 370, 380, 400, 410] as [Int64] {
      bench.clock.set(SyncBench.start.advanced(milliseconds: minutes * 60_000))
      _ = try add()
    }
    bench.clock.advance(milliseconds: Self.hour)
    #expect(
      try steps(HistoryQuery(from: SyncBench.start), of: india) == [
        "2026-03-01T18:30 3 +2 -0", "2026-03-02T18:30 5 +2 -0",
      ])
  }

  @Test func whoCameAndWentIsNotSaidOfChangesThatAreKeptNoLonger() throws {
    _ = try add()
    bench.clock.advance(milliseconds: 24 * Self.hour)
    _ = try add()
    bench.clock.advance(milliseconds: 24 * Self.hour)
    _ = try add()
    try bench.store.write { try $0.set(1, .changes) }
    for _ in 0..<3 {
      bench.clock.advance(milliseconds: 24 * Self.hour)
      try bench.follow()
      while try bench.store.write({ [now = bench.clock.now] in try $0.removeOutdated(at: now) }) {}
    }
    #expect(
      try steps(HistoryQuery(from: SyncBench.start)) == [
        "2026-03-02T00:00 1 +- --", "2026-03-03T00:00 2 +- --", "2026-03-04T00:00 3 +- --", "2026-03-05T00:00 3 +0 -0",
        "2026-03-06T00:00 3 +0 -0", "2026-03-07T00:00 3 +0 -0",
      ])
  }

  @Test func mistakesAreToldByTheirPlace() throws {
    func place(_ query: HistoryQuery) -> [String] {
      do {
        _ = try bench.service.history(of: gold, query)
        return []
      } catch let error as InvalidInput {
        return error.errors.map { "\($0.pointer) \($0.code.rawValue)" }
      } catch {
        return ["\(error)"]
      }
    }
    let now = bench.clock.now
    #expect(place(HistoryQuery(from: now, to: now)) == ["/from badValue"])
    #expect(place(HistoryQuery(from: now.advanced(milliseconds: 1))) == ["/from badValue"])
    let hours = HistoryStep("1h") ?? .day
    let aThousandAgo = now.advanced(milliseconds: -999 * Self.hour)
    #expect(place(HistoryQuery(from: aThousandAgo, step: hours)) == [])
    let longer = HistoryQuery(from: aThousandAgo.advanced(milliseconds: -Self.hour * 2), step: hours)
    #expect(place(longer) == ["/step tooMany"])
    #expect(throws: ServiceError.notFound("seg_none")) { try bench.service.history(of: "seg_none") }
    for text in ["", "d", "0d", "1001d", "1m", "1y", "1.5d", "-1d", "+1d", "1 d", "d1"] {
      #expect(HistoryStep(text) == nil, "\(text)")
    }
  }
}
