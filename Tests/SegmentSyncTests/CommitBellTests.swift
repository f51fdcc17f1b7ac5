import Synchronization
import Testing

@testable import SegmentSync

@Suite struct CommitBellTests {
  @Test func itRingsAsOftenAsThereAreCommits() {
    let bell = CommitBell()
    bell.ring()
    let rings = Atomic(0)
    bell.listen { rings.add(1, ordering: .relaxed) }
    for _ in 0..<200_000 { bell.ring() }
    #expect(rings.load(ordering: .relaxed) == 200_000)
  }
}
