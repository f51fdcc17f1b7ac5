import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing

@testable import StrataService

@Suite struct BodyBudgetTests {
  private func isTaken(_ bytes: Int, _ share: BodyShare) -> Bool {
    do throws(BodyShare.Exhausted) {
      try share.take(bytes)
      return true
    } catch {
      return false
    }
  }

  @Test func whatARequestTakesIsThereAgainAfterItsAnswer() {
    let budget = BodyBudget(limit: 1000)
    let (first, second) = (BodyShare(of: budget), BodyShare(of: budget))
    #expect(isTaken(600, first) && isTaken(300, first))
    #expect(!isTaken(101, second) && isTaken(100, second))
    #expect(budget.taken == 1000)
    first.giveBack()
    #expect(budget.taken == 100 && isTaken(900, second))
  }

  @Test func lastQuarterIsLeftToSmallRequests() {
    let small = BodyBudget.smallRequest
    let budget = BodyBudget(limit: 40 * small)
    let large = BodyShare(of: budget)
    #expect(isTaken(30 * small, large))
    #expect(!isTaken(1, large))
    #expect(!isTaken(small + 1, BodyShare(of: budget)))
    for _ in 0..<10 { #expect(isTaken(small, BodyShare(of: budget))) }
    #expect(!isTaken(1, BodyShare(of: budget)))
  }

  @Test func bodiesOnTheirWayFromOneSenderTakeAnEighth() {
    let budget = BodyBudget(limit: 800)
    func share(_ sender: String) -> BodyShare {
      let share = BodyShare(of: budget)
      share.count(for: sender)
      return share
    }
    let (first, second) = (share("a"), share("a"))
    #expect(isTaken(60, first) && isTaken(40, second))
    #expect(!isTaken(1, first) && !isTaken(1, second))
    #expect(isTaken(100, share("b")) && isTaken(200, BodyShare(of: budget)))
    #expect(budget.taken == 400 && budget.senders == 2)
    // One that is there, or was given up, makes room for the next, and may grow by what is read out of it.
    first.arrive()
    #expect(isTaken(60, second) && isTaken(300, first))
    second.giveBack()
    #expect(budget.taken == 660 && budget.senders == 1)
    #expect(isTaken(100, share("a")))
  }

  @Test func bodyBeyondTheBudgetIsRefusedAndGivenBack() async throws {
    var bodies = BodyLimits()
    bodies.bytes = 80
    let fixture = ServiceFixture(bodies: bodies)
    try await fixture.test { client in
      for (size, status) in [(80, 200), (81, 503), (80, 200)] {
        let body = ByteBuffer(string: "\"" + String(repeating: "x", count: size - 2) + "\"")
        let response = try await client.execute(uri: "/things/1", method: .put, headers: [.ifMatch: "*"], body: body)
        #expect(response.status.code == status)
        #expect(response.headers[.retryAfter] == (status == 503 ? "1" : nil))
        if status == 503 { #expect(response.code == "overloaded") }
      }
    }
    #expect(fixture.metrics.text().contains("strata_http_body_bytes 0"))
  }
}
