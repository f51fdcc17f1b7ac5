import CurlDestination
import SegmentSync
import Testing

struct ShutDownTests {
  private static let ok = Array("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".utf8)

  @Test func everyAttemptEndsExactlyOnce() async throws {
    let barrier = Barrier()
    let server = try TestServer { _ in
      barrier.pass()
      return Self.ok
    }
    defer { server.stop() }
    defer { barrier.open() }
    let destination = try localDestination {
      $0.grace = 100
      $0.requestsAtOnce = 8
      $0.queued = 50
    }
    let tally = Tally()
    for number in 0..<100 { destination.send(attempt(to: server.url)) { tally.add(number, $0) } }
    await destination.shutDownAside()
    // In flight, waiting, or one too many: all have been told by now.
    #expect(tally.count == 100)
    #expect(tally.results.values.allSatisfy { $0.count == 1 })
    #expect(tally.results.values.allSatisfy { [.shutDown, .overloaded].contains($0.first?.failure) })
    await destination.shutDownAside()
    #expect(tally.count == 100)
  }

  @Test func whatIsInFlightMayEnd() async throws {
    let (reached, barrier) = (Tally(), Barrier())
    let server = try TestServer { _ in
      reached.add(0, .answered(status: 0, retryAfter: nil, bodyPrefix: [], milliseconds: 0))
      barrier.pass()
      return Self.ok
    }
    defer { server.stop() }
    let destination = try localDestination { $0.requestsAtOnce = 2 }
    let tally = Tally()
    for number in 0..<3 { destination.send(attempt(to: server.url)) { tally.add(number, $0) } }
    await reached.reaches(2)
    async let shutDown: Void = destination.shutDownAside()
    // The one that waits is failed as soon as the shutdown begins; then the others are let go.
    await tally.reaches(1)
    #expect(tally.results[2]?.map(\.failure) == [.shutDown])
    barrier.open()
    await shutDown
    #expect(tally.results[0]?.map(\.status) == [200])
    #expect(tally.results[1]?.map(\.status) == [200])
    #expect(tally.count == 3)
  }

  @Test func afterwardsAttemptsFail() async throws {
    let destination = try localDestination()
    await destination.shutDownAside()
    for _ in 0..<3 {
      #expect(await destination.result(of: attempt(to: "http://127.0.0.1/")).failure == .shutDown)
    }
  }

  @Test func severalCallersWaitForTheSameEnd() async throws {
    let barrier = Barrier()
    let server = try TestServer { _ in
      barrier.pass()
      return Self.ok
    }
    defer { server.stop() }
    defer { barrier.open() }
    let destination = try localDestination { $0.grace = 100 }
    let tally = Tally()
    for number in 0..<10 { destination.send(attempt(to: server.url)) { tally.add(number, $0) } }
    await withTaskGroup { group in
      for _ in 0..<4 {
        group.addTask {
          await destination.shutDownAside()
          #expect(tally.count == 10)
        }
      }
    }
  }

  @Test func aCompletionMayShutDown() async throws {
    let server = try TestServer { _ in Self.ok }
    defer { server.stop() }
    let destination = try localDestination()
    let tally = Tally()
    destination.send(attempt(to: server.url)) { result in
      destination.shutDown()
      tally.add(0, result)
    }
    await tally.reaches(1)
    #expect(await destination.result(of: attempt(to: server.url)).failure == .shutDown)
  }

  @Test func aDestinationThatIsReleasedEndsEveryAttempt() async throws {
    let barrier = Barrier()
    let server = try TestServer { _ in
      barrier.pass()
      return Self.ok
    }
    defer { server.stop() }
    defer { barrier.open() }
    let tally = Tally()
    do {
      let destination = try localDestination { $0.requestsAtOnce = 4 }
      for number in 0..<10 { destination.send(attempt(to: server.url)) { tally.add(number, $0) } }
    }
    await tally.reaches(10)
    #expect(tally.results.values.allSatisfy { $0.map(\.failure) == [.shutDown] })
  }
}
