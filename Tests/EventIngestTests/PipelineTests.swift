import Dispatch
import SegmentModel
import Synchronization
import Testing

@testable import EventIngest

@Suite struct PipelineTests {
  private static func batch(_ messages: IngestMessage..., bytes: Int = 100) -> IngestBatch {
    batch(messages, bytes: bytes)
  }

  private static func batch(_ messages: [IngestMessage], bytes: Int = 100) -> IngestBatch {
    IngestBatch(
      writeKey: nil, items: messages.enumerated().map { $1.item($0) }, isSingle: false, memory: bytes)
  }

  /// A store whose first transaction waits until it is let go.
  private final class HeldLog: Sendable {
    let began = DispatchSemaphore(value: 0)
    let letGo = DispatchSemaphore(value: 0)
    let log: MemoryProfileLog

    init() {
      let (began, letGo) = (began, letGo)
      log = MemoryProfileLog { number in
        guard number == 1 else { return }
        began.signal()
        letGo.wait()
      }
    }
  }

  /// The answers to requests, in the order in which they come.
  private final class Answers: Sendable {
    let all = Mutex<[(String, Result<IngestOutcome, IngestRefusal>)]>([])

    func of(_ name: String) -> @Sendable (Result<IngestOutcome, IngestRefusal>) -> Void {
      { answer in self.all.withLock { $0.append((name, answer)) } }
    }

    func outcome(_ name: String) -> IngestOutcome? {
      try? all.withLock { $0.first { $0.0 == name } }?.1.get()
    }

    func refusal(_ name: String) -> IngestRefusal? {
      if case .failure(let refusal) = all.withLock({ $0.first { $0.0 == name } })?.1 { refusal } else { nil }
    }
  }

  private let observer = SeenByObserver()

  private final class SeenByObserver: IngestObserver {
    struct Seen {
      var accepted = 0
      var commits = 0
      var failures: [Int] = []
      var refusals: [String] = []
    }

    /// Signalled when the store writes again though nothing was sent.
    let recovery = DispatchSemaphore(value: 0)

    private let all = Mutex(Seen())

    var seen: Seen { all.withLock { $0 } }

    func committed(_ outcomes: [IngestOutcome], in duration: Duration) {
      all.withLock {
        $0.commits += 1
        $0.accepted += outcomes.map(\.accepted).reduce(0, +)
      }
    }

    func failed(_ error: any Error, requests: Int) { all.withLock { $0.failures.append(requests) } }

    func recovered() { recovery.signal() }

    func refused(_ refusal: IngestRefusal) { all.withLock { $0.refusals.append(refusal.code) } }
  }

  private func pipeline(
    _ log: MemoryProfileLog, _ change: (inout PipelineLimits) -> Void = { _ in }
  ) -> IngestPipeline<MemoryProfileLog> {
    var limits = PipelineLimits()
    limits.groupTime = .seconds(60)
    change(&limits)
    return IngestPipeline(log: log, limits: limits, observer: observer)
  }

  @Test func answerComesAfterTheCommitWithItsPosition() async throws {
    let log = MemoryProfileLog()
    let outcome = try await pipeline(log).submit(Self.batch(.track("look", "1")), source: .server)
    #expect(outcome.accepted == 1)
    #expect(log.profiles.events.count == 1)
    #expect(outcome.position == log.profiles.position)
    #expect(outcome.position > 0)
  }

  @Test func requestsThatWaitShareOneTransaction() async throws {
    let (held, answers) = (HeldLog(), Answers())
    let pipeline = pipeline(held.log)
    pipeline.submit(Self.batch(.track("first", "1")), source: .server, completion: answers.of("first"))
    held.began.wait()
    for number in 0..<50 {
      pipeline.submit(
        Self.batch(.track("later", "user \(number)")), source: .server, completion: answers.of("\(number)"))
    }
    #expect(pipeline.waitingMessages == 50)
    held.letGo.signal()
    await pipeline.flushAndStop()
    #expect(held.log.count.commits == 2)
    #expect(answers.all.withLock { $0.map(\.0) } == ["first"] + (0..<50).map(String.init))
    #expect(Set((0..<50).compactMap { answers.outcome("\($0)")?.position }) == [held.log.profiles.position])
    #expect(observer.seen.accepted == 51)
    #expect(observer.seen.commits == 2)
    #expect(held.log.count.savepoints == 0)
  }

  @Test func groupIsBoundedByMessagesAndNeverSplitsARequest() async throws {
    let (held, answers) = (HeldLog(), Answers())
    let pipeline = pipeline(held.log) { $0.groupMessages = 10 }
    pipeline.submit(Self.batch(.track("first", "1")), source: .server, completion: answers.of("first"))
    held.began.wait()
    for name in ["a", "b", "c", "d"] {
      let messages = (0..<6).map { IngestMessage.track(name, "user \($0)") }
      pipeline.submit(Self.batch(messages), source: .server, completion: answers.of(name))
    }
    held.letGo.signal()
    await pipeline.flushAndStop()
    #expect(held.log.count.commits == 3)
    #expect(answers.outcome("a")?.position == answers.outcome("b")?.position)
    #expect(answers.outcome("b")?.position != answers.outcome("c")?.position)
  }

  @Test func groupThatIsOutOfTimeLeavesTheRestToTheNextInOrder() async throws {
    let (held, answers) = (HeldLog(), Answers())
    let pipeline = pipeline(held.log) { $0.groupTime = .zero }
    for name in ["a", "b", "c"] {
      pipeline.submit(Self.batch(.track(name, "1")), source: .server, completion: answers.of(name))
    }
    held.began.wait()
    held.letGo.signal()
    await pipeline.flushAndStop()
    #expect(held.log.count.commits == 3)
    #expect(held.log.profiles.events.map(\.name) == ["a", "b", "c"])
  }

  @Test func beyondTheBoundOfWhatWaitsARequestIsRefusedAtOnce() async throws {
    let (held, answers) = (HeldLog(), Answers())
    let pipeline = pipeline(held.log) { $0.waitingMessages = 2 }
    pipeline.submit(Self.batch(.track("first", "1")), source: .server, completion: answers.of("first"))
    held.began.wait()
    for name in ["a", "b", "c"] {
      pipeline.submit(Self.batch(.track(name, "1")), source: .server, completion: answers.of(name))
    }
    let refusal = try #require(answers.refusal("c"))
    #expect(refusal.code == "overloaded")
    #expect(refusal.status == 429)
    #expect(refusal.retryAfter == 1)
    #expect(answers.all.withLock { $0.count } == 1)
    held.letGo.signal()
    await pipeline.flushAndStop()
    #expect(held.log.profiles.events.map(\.name) == ["first", "a", "b"])
    #expect(observer.seen.refusals == ["overloaded"])
  }

  @Test func beyondTheBoundOfBytesARequestIsRefused() async throws {
    let (held, answers) = (HeldLog(), Answers())
    let pipeline = pipeline(held.log) { $0.waitingBytes = 1000 }
    pipeline.submit(Self.batch(.track("first", "1")), source: .server, completion: answers.of("first"))
    held.began.wait()
    pipeline.submit(Self.batch(.track("a", "1"), bytes: 1000), source: .server, completion: answers.of("a"))
    pipeline.submit(Self.batch(.track("b", "1")), source: .server, completion: answers.of("b"))
    #expect(answers.refusal("b")?.code == "overloaded")
    held.letGo.signal()
    await pipeline.flushAndStop()
  }

  @Test func stoppedPipelineWritesWhatItTookAndTakesNothingMore() async throws {
    let (held, answers) = (HeldLog(), Answers())
    let pipeline = pipeline(held.log)
    pipeline.submit(Self.batch(.track("first", "1")), source: .server, completion: answers.of("first"))
    held.began.wait()
    pipeline.submit(Self.batch(.track("second", "1")), source: .server, completion: answers.of("second"))
    async let stopped: Void = pipeline.flushAndStop()
    held.letGo.signal()
    await stopped
    #expect(held.log.profiles.events.map(\.name) == ["first", "second"])
    await #expect(throws: IngestRefusal.self) {
      try await pipeline.submit(Self.batch(.track("third", "1")), source: .server)
    }
    await pipeline.flushAndStop()
  }

  @Test func failingStoreFailsItsCallersAndNothingIsHalfWritten() async throws {
    let log = MemoryProfileLog()
    let pipeline = pipeline(log)
    log.fail(with: BrokenStore(reason: "disk full"))
    let batch = Self.batch(.track("look", "1", id: "m"), .track("look", "2"))
    let refusal = try await #require(throws: IngestRefusal.self) {
      try await pipeline.submit(batch, source: .server)
    }
    #expect(refusal.status == 503)
    #expect(refusal.code == "storeUnavailable")
    #expect(refusal.retryAfter == 5)
    #expect(log.profiles.contacts.isEmpty)
    #expect(observer.seen.failures == [1])
    log.fail(with: nil)
    let outcome = try await pipeline.submit(batch, source: .server)
    #expect(outcome.accepted == 2)
    #expect(outcome.duplicates == 0)
  }

  @Test func whatWaitsWhileTheStoreFailsIsRefusedWithTheFirst() async throws {
    let (held, answers) = (HeldLog(), Answers())
    let pipeline = pipeline(held.log) {
      $0.groupMessages = 1
      $0.quickFailure = .zero
    }
    held.log.fail(with: BrokenStore(reason: "locked"))
    pipeline.submit(Self.batch(.track("first", "1")), source: .server, completion: answers.of("first"))
    held.began.wait()
    for name in ["a", "b", "c"] {
      pipeline.submit(Self.batch(.track(name, "1")), source: .server, completion: answers.of(name))
    }
    held.letGo.signal()
    await pipeline.flushAndStop()
    #expect(held.log.count.begun == 1, "none of them has waited for a failure of its own")
    #expect(answers.all.withLock { $0.map(\.0) } == ["first", "a", "b", "c"])
    for name in ["first", "a", "b", "c"] { #expect(answers.refusal(name)?.code == "storeUnavailable") }
    #expect(observer.seen.failures == [4])
    #expect(pipeline.waitingMessages == 0)
  }

  @Test func storeThatWritesAgainIsFoundThoughNothingIsSent() async throws {
    let log = MemoryProfileLog()
    let pipeline = pipeline(log) { $0.recoveryInterval = .zero }
    log.fail(with: BrokenStore(reason: "disk full"))
    await #expect(throws: IngestRefusal.self) {
      try await pipeline.submit(Self.batch(.track("look", "1")), source: .server)
    }
    #expect(observer.recovery.wait(timeout: .now()) == .timedOut)
    log.fail(with: nil)
    observer.recovery.wait()
    #expect(log.profiles.contacts.isEmpty)
    #expect(observer.seen.commits == 0)
    await pipeline.flushAndStop()
  }

  @Test func requestThatTheStoreCannotTakeDoesNotFailTheOthersOfItsGroup() async throws {
    let (held, answers) = (HeldLog(), Answers())
    held.log.change { $0.poison = ["bad"] }
    let pipeline = pipeline(held.log)
    pipeline.submit(Self.batch(.track("first", "1")), source: .server, completion: answers.of("first"))
    held.began.wait()
    for name in ["a", "bad", "b"] {
      pipeline.submit(Self.batch(.track(name, "1")), source: .server, completion: answers.of(name))
    }
    held.letGo.signal()
    await pipeline.flushAndStop()
    #expect(held.log.profiles.events.map(\.name) == ["first", "a", "b"])
    #expect(answers.refusal("bad")?.code == "storeUnavailable")
    #expect(observer.seen.failures == [1])
  }

  @Test func messageBeyondABoundIsRejectedAloneInItsGroup() async throws {
    let log = MemoryProfileLog()
    log.change { $0.maximumEventNames = 1 }
    let pipeline = pipeline(log)
    let outcome = try await pipeline.submit(
      Self.batch(.track("known", "1"), .track("new", "2"), .track("known", "3")), source: .server)
    #expect(outcome.accepted == 2)
    #expect(outcome.rejected.map(\.index) == [1])
    #expect(outcome.rejected.map(\.rejection.code) == ["tooManyEventNames"])
  }

  @Test func duplicatesAreCounted() async throws {
    let pipeline = pipeline(MemoryProfileLog())
    let batch = Self.batch(.track("look", "1", id: "m"), .track("look", "1", id: "m"))
    let outcome = try await pipeline.submit(batch, source: .server)
    #expect(outcome.accepted == 1)
    #expect(outcome.duplicates == 1)
  }

  @Test func messageThatRepeatsForATimeIsTakenAgainAfterIt() async throws {
    let pipeline = pipeline(MemoryProfileLog())
    let submit = { (minutes: Int64) in
      var message = IngestMessage.track("look", "1", id: "m")
      message.receivedAt = .noon(plusMinutes: minutes)
      message.repeatMilliseconds = 30 * 60_000
      return try await pipeline.submit(Self.batch(message), source: .server)
    }
    for (minutes, accepted) in [(0, 1), (30, 0), (31, 1), (61, 0)] as [(Int64, Int)] {
      let outcome = try await submit(minutes)
      #expect((outcome.accepted, outcome.duplicates) == (accepted, 1 - accepted), "after \(minutes) minutes")
    }
  }

  @Test func clashIsToldToAServerButNotToABrowser() async throws {
    let log = MemoryProfileLog()
    let pipeline = pipeline(log)
    _ = try await pipeline.submit(
      Self.batch(.identify("1", ["email": "a@example.com"])), source: .server)
    let clash = Self.batch(.identify("2", ["email": "a@example.com"]))
    let toServer = try await pipeline.submit(clash, source: .server)
    let toBrowser = try await pipeline.submit(clash, source: .browser)
    #expect(toServer.warnings.map(\.rejection.code) == ["identifierClash"])
    #expect(toBrowser.warnings.isEmpty)
    #expect(log.profiles.rejected.map(\.code) == ["identifierClash"])
  }

  @Test func manyCallersAtOnceLoseAndDoubleNothing() async throws {
    let log = MemoryProfileLog()
    let pipeline = pipeline(log)
    let accepted = try await withThrowingTaskGroup(of: Int.self) { group in
      for caller in 0..<8 {
        group.addTask {
          var accepted = 0
          for number in 0..<50 {
            let message = IngestMessage.track("look", "user \(number % 7)", id: "\(caller) \(number)")
            accepted += try await pipeline.submit(Self.batch(message, message), source: .server).accepted
          }
          return accepted
        }
      }
      return try await group.reduce(0, +)
    }
    #expect(accepted == 400)
    #expect(log.profiles.events.count == 400)
  }
}
