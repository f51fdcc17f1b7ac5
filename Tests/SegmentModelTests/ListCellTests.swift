import SegmentModel
import TestSupport
import Testing

@Suite struct ListCellTests {
  @Test(arguments: [
    ("a, b;c", ["a", "b", "c"]), (" a ,, ;", ["a"]), ("", []), (#""a, b", c"#, ["a, b", "c"]), (#""a"#, [#""a"#]),
    (#""a" b, c"#, [#""a" b"#, "c"]), (#"5", "6 ""x""" ; d"#, [#"5""#, #"6 "x""#, "d"]), ("\"\"", []),
  ])
  func elementsArePartedByCommasAndSemicolons(text: String, expected: [String]) {
    #expect(ListCell.elements(text) == expected)
  }

  @Test func anyElementsComeBackAsTheyWere() {
    var random = TestSeed().generator()
    for _ in 0..<(TestSeed.isLong ? 200_000 : 5000) {
      let elements = (0..<random.below(4)).map { _ in
        (0...random.below(5)).map { _ in random.pick("a", ",", ";", "\"", " ", "\t", "\u{301}", "é") }.joined()
      }
      #expect(ListCell.elements(ListCell.text(elements)) == elements, "\(elements)")
    }
  }
}
