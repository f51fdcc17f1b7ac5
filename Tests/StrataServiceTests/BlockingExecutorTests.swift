import Glibc
import StrataService
import Synchronization
import Testing

@Suite struct BlockingExecutorTests {
  private struct Refused: Error, Equatable {}

  @Test func resultAndErrorComeBack() async throws {
    let executor = BlockingExecutor(name: "test", threads: 2, queueLimit: 10)
    #expect(try await executor.run { 42 } == 42)
    await #expect(throws: Refused.self) { try await executor.run { throw Refused() } }
    await executor.shutdown()
  }

  @Test func everyBodyRunsOnceUnderLoad() async throws {
    let executor = BlockingExecutor(name: "test", threads: 3, queueLimit: 10_000)
    let sum = try await withThrowingTaskGroup(of: Int.self) { group in
      for number in 1...2000 { group.addTask { try await executor.run { number } } }
      return try await group.reduce(0, +)
    }
    #expect(sum == 2_001_000)
    await executor.shutdown()
  }

  @Test func fullQueueRefusesAndShutdownRunsWhatWaits() async throws {
    let executor = BlockingExecutor(name: "test", threads: 1, queueLimit: 2)
    let gate = Gate()
    let steps = Steps()
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await executor.run { gate.pass() } }
      await gate.waitUntilReached()
      for _ in 0..<2 { group.addTask { try await executor.run { steps.add("ran") } } }
      while executor.waiting < 2 { await Task.yield() }
      await #expect(throws: BlockingExecutor.Overloaded.self) { try await executor.run {} }
      async let end: Void = executor.shutdown()
      gate.open()
      await end
      #expect(steps.all == ["ran", "ran"])
      await #expect(throws: BlockingExecutor.Stopped.self) { try await executor.run {} }
      try await group.waitForAll()
    }
  }

  @Test func cancelledTaskNeverBegins() async throws {
    let executor = BlockingExecutor(name: "test", threads: 1, queueLimit: 2)
    let gate = Gate()
    let steps = Steps()
    let holder = Task { try await executor.run { gate.pass() } }
    await gate.waitUntilReached()
    let waiting = Task { try await executor.run { steps.add("ran") } }
    while executor.waiting < 1 { await Task.yield() }
    waiting.cancel()
    gate.open()
    await #expect(throws: CancellationError.self) { try await waiting.value }
    try await holder.value
    await executor.shutdown()
    #expect(steps.all.isEmpty)
  }
}

/// Holds a thread until the test opens it.
private final class Gate: Sendable {
  private let isReached = Atomic<Bool>(false)
  private let isOpen = Atomic<Bool>(false)

  func pass() {
    isReached.store(true, ordering: .releasing)
    while !isOpen.load(ordering: .acquiring) { sched_yield() }
  }

  func waitUntilReached() async {
    while !isReached.load(ordering: .acquiring) { await Task.yield() }
  }

  func open() { isOpen.store(true, ordering: .releasing) }
}
