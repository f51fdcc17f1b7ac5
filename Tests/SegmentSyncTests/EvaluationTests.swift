import SegmentModel
import Synchronization
import TestSupport
import Testing

@testable import SegmentSync

@Suite struct EvaluationTests {
  private static let seen: JSONValue = ["event": "login", "within": ["last": "2d"]]

  @Test func forecastIsTheSizeAtTheBeginningOfEachDay() throws {
    let bench = try SyncBench()
    let start = bench.clock.now
    bench.profiles.contact(
      events: [.init(name: "login", time: start.advanced(milliseconds: -86_400_000), attributes: [:])])
    bench.profiles.contact(
      events: [.init(name: "login", time: start.advanced(milliseconds: 30 * 3_600_000), attributes: [:])])
    let id = try bench.create("seen", Self.seen)
    let forecast = try bench.service.forecast(of: id, days: 5)
    #expect(forecast.days.map(\.date.description) == (3...7).map { "2026-03-0\($0)" })
    #expect(forecast.days.map(\.at) == (3...7).map { Instant("2026-03-0\($0)T00:00:00Z") })
    // The first leaves on 3 March at noon; the second comes that day at 18:00 and leaves two days later.
    #expect(forecast.days.map(\.count) == [1, 1, 1, 0, 0])
    #expect(forecast.zone == .utc && forecast.asOf == start)
  }

  @Test func whatIsCancelledEndsBeforeItsNextScan() throws {
    let bench = try SyncBench()
    let id = try bench.create("seen", Self.seen)
    let scans = Atomic(0)
    #expect(throws: CancellationError.self) {
      try bench.service.forecast(of: id, days: 5) {
        scans.add(1, ordering: .relaxed).newValue > 2
      }
    }
    #expect(scans.load(ordering: .relaxed) == 3)
    let request = try PreviewRequest(["contentType": "contact", "filter": Self.seen])
    #expect(throws: CancellationError.self) { try bench.service.preview(request) { true } }
  }
}
