import FilterCompiler
import Foundation
import SegmentModel
import Synchronization
import TestSupport
import Testing

@testable import SegmentIndex

@Suite struct CancellationTests {
  private static let isLong = ProcessInfo.processInfo.environment["STRATA_LONG"] != nil

  /// Cancels after so many looks, and counts them.
  private final class Patience: Sendable {
    private let looks = Atomic<Int>(0)
    private let last: Int

    init(_ last: Int) { self.last = last }

    var count: Int { looks.load(ordering: .relaxed) }

    func isOver() -> Bool { looks.add(1, ordering: .relaxed).oldValue >= last }
  }

  @Test func aCancelledEvaluationThrows() throws {
    let index = try LargeIndex.make()
    let evaluator = IndexEvaluator(index, isCancelled: { true })
    for filter in LargeIndex.filters + LargeIndex.heavyFilters {
      #expect(throws: EvaluationCancelled.self) { try LargeIndex.members(evaluator, filter) }
      #expect(throws: EvaluationCancelled.self) { try LargeIndex.members(evaluator, filter, among: [1, 2]) }
      #expect(throws: Never.self) { try LargeIndex.members(evaluator.unless { false }, filter) }
    }
  }

  @Test func anEvaluationCancelledAtAnyMomentThrowsOrIsRight() throws {
    let seed = TestSeed()
    var generator = seed.generator(3)
    let random = try RandomWorld(seed: seed.value)
    let stored = try WorldInIndex(random.world)
    let workers = WorkerPool(threads: 2)
    let plans = try random.world.segments.map { try stored.plan(of: $0.definition) }
    var (cancelled, answered) = (0, 0)
    for _ in 0..<(Self.isLong ? 5000 : 500) {
      guard let plan = generator.element(of: plans), let now = generator.element(of: random.nows) else { return }
      let patience = Patience(generator.below(12))
      let evaluator = IndexEvaluator(
        stored.index, workers: workers, isCancelled: { patience.isOver() }, rowsOfPart: 64)
      do {
        let members = try evaluator.members(of: plan, among: nil, at: now)
        let expected = try IndexEvaluator(stored.index).members(of: plan, among: nil, at: now)
        #expect(members == expected)
        answered += 1
      } catch {
        cancelled += 1
      }
    }
    #expect(cancelled > 0)
    #expect(answered > 0)
  }

  /// What goes contact by contact is looked at again and again.
  @Test func whatIsHeavyIsLookedAtOften() throws {
    let index = try LargeIndex.make()
    for filter in LargeIndex.heavyFilters {
      let patience = Patience(.max)
      _ = try LargeIndex.members(IndexEvaluator(index, isCancelled: { patience.isOver() }), filter)
      // A tenth of the contacts have the rarest of the events.
      #expect(patience.count > Int(LargeIndex.contacts) / 10 / Evaluation.rowsBetweenLooks, "\(filter)")
    }
  }
}
