import CurlDestination
import Glibc
import SegmentSync
import Synchronization
import Testing

/// Many attempts at once.
struct LoadTests {
  private static let ok = Array("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".utf8)

  @Test func manyRequestsAreAnsweredOnceEachOverFewConnections() async throws {
    let server = try TestServer { _ in Self.ok }
    defer { server.stop() }
    let destination = try localDestination {
      $0.queued = 2_000
      $0.requestsAtOnce = 16
    }
    let tally = Tally()
    for number in 0..<2_000 {
      destination.send(attempt(to: server.url, id: "msg_\(number)")) { tally.add(number, $0) }
    }
    await tally.reaches(2_000)
    #expect(tally.results.count == 2_000)
    #expect(tally.results.values.allSatisfy { $0.map(\.status) == [200] })
    #expect(Set(server.requests.compactMap { $0.headers["webhook-id"] }).count == 2_000)
    #expect(server.requests.count == 2_000)
    #expect(server.connections <= 32)
    #expect(server.mostUnderWay <= 16)
  }

  @Test func oneConnectionServesAttemptsThatFollowEachOther() async throws {
    let server = try TestServer { _ in Self.ok }
    defer { server.stop() }
    let destination = try localDestination()
    for _ in 0..<20 { #expect(await destination.result(of: attempt(to: server.url)).status == 200) }
    #expect(server.connections == 1)
  }

  @Test func aSlowEndpointDoesNotDelayAnother() async throws {
    let barrier = Barrier()
    let slow = try TestServer { _ in
      barrier.pass()
      return Self.ok
    }
    let fast = try TestServer { _ in Self.ok }
    defer { slow.stop() }
    defer { fast.stop() }
    let destination = try localDestination()
    let tally = Tally()
    for number in 0..<16 { destination.send(attempt(to: slow.url)) { tally.add(number, $0) } }
    for _ in 0..<20 { #expect(await destination.result(of: attempt(to: fast.url)).status == 200) }
    #expect(tally.count == 0)
    barrier.open()
    await tally.reaches(16)
    #expect(tally.results.values.allSatisfy { $0.map(\.status) == [200] })
  }

  @Test func beyondTheQueueAttemptsFailAtOnce() async throws {
    let barrier = Barrier()
    let server = try TestServer { _ in
      barrier.pass()
      return Self.ok
    }
    defer { server.stop() }
    let destination = try localDestination {
      $0.requestsAtOnce = 2
      $0.queued = 3
    }
    let tally = Tally()
    for number in 0..<20 { destination.send(attempt(to: server.url)) { tally.add(number, $0) } }
    // At most two are in flight and three wait; at least three wait, for none has been answered.
    await tally.reaches(15)
    #expect(tally.results.values.allSatisfy { $0.map(\.failure) == [.overloaded] })
    barrier.open()
    await tally.reaches(20)
    let results = tally.results.values.flatMap { $0 }
    #expect(results.count == 20)
    #expect((3...5).contains(results.count { $0.status == 200 }))
  }

  @Test func everyCompletionIsCalledFromOneThreadThatIsNotTheCallers() async throws {
    let server = try TestServer { _ in Self.ok }
    defer { server.stop() }
    let destination = try localDestination { $0.queued = 10 }
    let (tally, threads) = (Tally(), ThreadNumbers())
    for number in 0..<100 {
      let url = number % 2 == 0 ? server.url : "no URL"
      destination.send(attempt(to: url)) { result in
        threads.addThisOne()
        tally.add(number, result)
      }
    }
    await tally.reaches(100)
    #expect(threads.all.count == 1)
    #expect(!threads.all.contains(pthread_self()))
  }
}

private final class ThreadNumbers: Sendable {
  private let numbers = Mutex<Set<pthread_t>>([])

  var all: Set<pthread_t> { numbers.withLock { $0 } }

  func addThisOne() {
    numbers.withLock { _ = $0.insert(pthread_self()) }
  }
}
