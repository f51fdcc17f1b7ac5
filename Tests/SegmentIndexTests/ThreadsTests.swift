import FilterCompiler
import Foundation
import SegmentModel
import Synchronization
import TestSupport
import Testing

@testable import SegmentIndex

/// An evaluation on several threads answers as on one.
@Suite struct ThreadsTests {
  private static let isLong = ProcessInfo.processInfo.environment["STRATA_LONG"] != nil

  @Test(arguments: [2, 3])
  func severalThreadsAgreeWithTheOracle(threads: Int) throws {
    let seed = TestSeed()
    let random = try RandomWorld(seed: seed.value &+ UInt64(threads))
    let stored = try WorldInIndex(random.world)
    // Parts so small that even these few contacts are split.
    let evaluator = IndexEvaluator(stored.index, workers: WorkerPool(threads: threads), rowsOfPart: 64)
    let verdict = try Judge(random, subset: .whole).run(filters: Self.isLong ? 5000 : 400, stream: 71) {
      definition, now in
      Set(try evaluator.members(of: try stored.plan(of: definition), among: nil, at: now))
    }
    #expect(verdict.disagreements.isEmpty, "\(verdict)")
  }

  @Test func manyContactsAreAnsweredAsOnOneThread() throws {
    let index = try LargeIndex.make()
    let alone = IndexEvaluator(index)
    for threads in [2, 3] {
      let workers = WorkerPool(threads: threads)
      for filter in LargeIndex.filters + LargeIndex.heavyFilters {
        let members = try LargeIndex.members(IndexEvaluator(index, workers: workers), filter)
        let expected = try LargeIndex.members(alone, filter)
        #expect(members == expected, "\(filter)")
        #expect(!members.isEmpty, "\(filter)")
      }
    }
  }

  /// Asked of everyone, many contacts go along their events side by side; asked one by one, each goes alone.
  @Test func whoIsAskedAloneIsWhatTheyAreAmongAll() throws {
    let index = try LargeIndex.make()
    let evaluator = IndexEvaluator(index)
    for filter in LargeIndex.heavyFilters {
      let members = Set(try LargeIndex.members(evaluator, filter))
      let asked = Array(stride(from: Int64(1), through: LargeIndex.contacts, by: 7))
      let found = try LargeIndex.members(evaluator, filter, among: asked)
      #expect(found == asked.filter(members.contains), "\(filter)")
    }
  }

  @Test func severalEvaluationsShareTheThreads() throws {
    let live = LiveIndex(try LargeIndex.make(), threads: 3)
    let expected = try LargeIndex.heavyFilters.map { filter in try live.read { try LargeIndex.members($0, filter) } }
    let wrong = Mutex<[String]>([])
    let ended = DispatchSemaphore(value: 0)
    for first in 0..<4 {
      Thread.detachNewThread {
        for place in LargeIndex.heavyFilters.indices {
          let place = (place + first) % expected.count
          let filter = LargeIndex.heavyFilters[place]
          let members = try? live.read { try LargeIndex.members($0, filter) }
          if members != expected[place] { wrong.withLock { $0.append("\(filter)") } }
        }
        ended.signal()
      }
    }
    for _ in 0..<4 { ended.wait() }
    #expect(wrong.withLock { $0 } == [])
  }

  @Test(arguments: [1, 2, 5])
  func eachPartIsDoneOnce(threads: Int) {
    let pool = WorkerPool(threads: threads)
    for parts in [0, 1, 2, 7, 1000] {
      let done = Mutex<[Int]>([])
      pool.run(parts: parts) { part in done.withLock { $0.append(part) } }
      #expect(done.withLock { $0 }.sorted() == Array(0..<parts))
    }
  }
}
