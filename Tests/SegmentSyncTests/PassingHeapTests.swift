import SegmentModel
import TestSupport
import Testing

@testable import SegmentSync

@Suite struct PassingHeapTests {
  @Test func theEarliestComesFirstInWhateverOrderTheyCame() {
    var generator = TestSeed().generator()
    var heap = PassingHeap()
    var waiting: [Int64] = []
    #expect(heap.earliest == nil && heap.removeEarliest() == nil)
    for number in 0..<2000 {
      if generator.chance(0.6) {
        let instant = generator.whole(0...300)
        heap.insert(
          PassingHeap.Passing(instant: Instant(milliseconds: instant), condition: 1, entity: Int64(number)))
        waiting.append(instant)
      } else {
        #expect(heap.earliest?.milliseconds == waiting.min())
        #expect(heap.removeEarliest()?.instant.milliseconds == waiting.min())
        if let place = waiting.firstIndex(of: waiting.min() ?? 0) { waiting.remove(at: place) }
      }
    }
    while let passing = heap.removeEarliest() {
      #expect(passing.instant.milliseconds == waiting.min())
      if let place = waiting.firstIndex(of: passing.instant.milliseconds) { waiting.remove(at: place) }
    }
    #expect(waiting == [])
  }

  @Test func whoIsFoundToPassAgainAndAgainPassesOnce() {
    var heap = PassingHeap()
    let passing = PassingHeap.Passing(instant: Instant(milliseconds: 5), condition: 1, entity: 2)
    for _ in 0..<3 {
      for _ in 0..<3 { heap.insert(passing) }
      #expect(heap.removeEarliest() == passing)
      #expect(heap.removeEarliest() == nil)
    }
  }
}
