import FilterCompiler
import Foundation
import SegmentModel
import Synchronization
import TestSupport
import Testing

@testable import SegmentIndex

@Suite struct LiveIndexTests {
  /// Until a change waits; false where none does.
  private static func waitForChange(_ live: LiveIndex) -> Bool {
    for _ in 0..<10_000_000 {
      if live.isChangeWaiting { return true }
      sched_yield()
    }
    return false
  }

  @Test func aChangeThatWaitsGoesBeforeEvaluationsThatHaveNotBegun() throws {
    let live = LiveIndex(ProfileIndex())
    let order = Mutex<[String]>([])
    let ended = DispatchSemaphore(value: 0)
    live.read { _ in
      Thread.detachNewThread {
        live.write { _ in order.withLock { $0.append("change") } }
        ended.signal()
      }
      #expect(Self.waitForChange(live))
      Thread.detachNewThread {
        live.read { _ in order.withLock { $0.append("evaluation") } }
        ended.signal()
      }
      for _ in 0..<1000 { sched_yield() }
    }
    for _ in 0..<2 { ended.wait() }
    #expect(order.withLock { $0 } == ["change", "evaluation"])
  }

  @Test func changesWithoutEndDoNotStarveEvaluations() {
    let live = LiveIndex(ProfileIndex())
    let isDone = Atomic(false)
    let changes = Atomic(0)
    let ended = DispatchSemaphore(value: 0)
    Thread.detachNewThread {
      while !isDone.load(ordering: .relaxed), changes.load(ordering: .relaxed) < 500_000_000 {
        live.write { _ in }
        changes.add(1, ordering: .relaxed)
      }
      ended.signal()
    }
    while changes.load(ordering: .relaxed) == 0 { sched_yield() }
    for _ in 0..<20 { live.read { _ in } }
    #expect(changes.load(ordering: .relaxed) < 500_000_000)
    isDone.store(true, ordering: .relaxed)
    ended.wait()
  }

  @Test func anIndexIsSavedWithThePositionOfThatMoment() throws {
    let directory = try TemporaryDirectory()
    let live = LiveIndex(try LargeIndex.make())
    var isReading = false
    let isSaved = try live.save(to: directory.path(of: "index"), instance: "pro_1") {
      isReading = true
      return 17
    }
    #expect(isSaved)
    #expect(isReading)
    let saved = try ProfileIndex.read(from: directory.path(of: "index"))
    #expect(saved.position == 17)
    #expect(saved.instance == "pro_1")
    #expect(saved.index.contactCount == live.write { $0.contactCount })
  }

  @Test func savingGivesUpWhenAChangeWaits() throws {
    let directory = try TemporaryDirectory()
    let live = LiveIndex(try LargeIndex.make())
    let ended = DispatchSemaphore(value: 0)
    var frames = 0
    func frameIsWritten() -> Bool {
      frames += 1
      if frames == 2 {
        Thread.detachNewThread {
          live.write { _ in }
          ended.signal()
        }
        #expect(Self.waitForChange(live))
      }
      return false
    }
    let isSaved = try live.save(
      to: directory.path(of: "index"), instance: "pro_1", position: { 17 }, shouldStop: frameIsWritten)
    #expect(!isSaved)
    #expect(frames == 2)
    ended.wait()
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == [])
  }
}
