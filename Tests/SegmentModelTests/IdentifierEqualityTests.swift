import SegmentModel
import Testing

@Suite struct IdentifierEqualityTests {
  @Test func idsThatDifferInTheirScalarsAreTwo() {
    let composed = Identifier(.userId, "caf\u{E9}")
    let decomposed = Identifier(.userId, "cafe\u{301}")
    #expect(composed != decomposed)
    #expect(Set([composed, decomposed]).count == 2)
    #expect(composed == Identifier(.userId, "caf\u{E9}"))
  }
}
