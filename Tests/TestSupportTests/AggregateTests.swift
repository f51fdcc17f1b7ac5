import SegmentModel
import Testing

@testable import TestSupport

@Suite struct AggregateTests {
  /// Whether the aggregate of `v` over events with these values compares so.
  private func holds(_ values: [Value?], _ function: String, _ name: String, _ operand: JSONValue) throws -> Bool {
    var scene = Scene()
    for value in values { scene.event("buy", "2024-06-01T00:00Z", value.map { ["v": $0] } ?? [:]) }
    let aggregate: JSONValue = [
      "function": .string(function), "attribute": "v", "operator": .string(name), "value": operand,
    ]
    return try scene.holds(["event": "buy", "aggregate": aggregate])
  }

  @Test func sumsAreExact() throws {
    #expect(try holds([.number(0.1), .number(0.2)], "sum", "equals", 0.3))
    #expect(try holds(Array(repeating: .number(0.01), count: 100), "sum", "equals", 1))
    #expect(try holds([.number(1e11), .number(0.000001), .number(-1e11)], "sum", "equals", 0.000001))
    #expect(try holds([.number(0.0000004)], "sum", "equals", 0))
    // Half a millionth is rounded away from zero.
    #expect(try holds([.number(0.0000005)], "sum", "equals", 0.000001))
    #expect(try holds([.number(-0.0000005)], "sum", "equals", -0.000001))
  }

  @Test func valuesOfAMillionMillionAreLeftOutOfSumsOnly() throws {
    let values: [Value?] = [.number(1e12), .number(-1e12), .number(5)]
    #expect(try holds(values, "sum", "equals", 5))
    #expect(try holds(values, "average", "equals", 5))
    #expect(try holds(values, "maximum", "equals", 1e12))
    #expect(try holds(values, "minimum", "equals", -1e12))
    #expect(try holds([.number(999_999_999_998), .number(2)], "sum", "equals", 1e12))
    #expect(try holds([.number(1e12)], "average", "notEquals", 0))
    #expect(try !holds([.number(1e12)], "average", "lessThan", 1))
  }

  @Test func averageIsOverTheValuesThereAre() throws {
    #expect(try holds([.number(1), .text("x"), .number(2), nil], "average", "equals", 1.5))
    #expect(try holds([.number(1), .number(1), .number(2)], "average", "equals", .number(4.0 / 3)))
    #expect(try !holds([.number(1), .number(1), .number(2)], "average", "equals", .number((4.0 / 3).nextUp)))
  }

  @Test func listGivesEachElement() throws {
    let list = Value.list([.number(1), .text("2"), .text("two")])
    #expect(try holds([list, .number(4)], "sum", "equals", 7))
    #expect(try holds([list], "distinctCount", "equals", 3))
    #expect(try holds([list], "average", "equals", 1.5))
  }

  @Test func textsAreDistinctAsEqualsComparesThem() throws {
    let values: [Value?] = [
      .text("Caf\u{E9}"), .text("cafe\u{301}"), .number(1), .text("1"), .boolean(true), .text("True"),
    ]
    #expect(try holds(values, "distinctCount", "equals", 3))
  }

  @Test func overNoValuesSumAndDistinctCountAreZeroAndTheOthersMissing() throws {
    for values in [[], [Value.text("x")], [nil]] as [[Value?]] {
      #expect(try holds(values, "sum", "equals", 0))
      for function in ["average", "minimum", "maximum"] {
        #expect(try !holds(values, function, "equals", 0))
        #expect(try holds(values, function, "notEquals", 0))
        for name in ["greaterThan", "greaterOrEqual", "lessThan", "lessOrEqual"] {
          #expect(try !holds(values, function, name, 0))
        }
        #expect(try !holds(values, function, "between", [-1, 1]))
      }
    }
    #expect(try holds([nil], "distinctCount", "equals", 0))
    #expect(try holds([.text("x")], "distinctCount", "equals", 1))
  }

  @Test func eachOperatorCompares() throws {
    let values: [Value?] = [.number(2), .text(" 3 ")]
    #expect(try holds(values, "sum", "greaterThan", 4.5))
    #expect(try !holds(values, "sum", "greaterThan", 5))
    #expect(try holds(values, "sum", "greaterOrEqual", 5))
    #expect(try holds(values, "sum", "lessThan", 6))
    #expect(try !holds(values, "sum", "lessThan", 5))
    #expect(try holds(values, "sum", "lessOrEqual", 5))
    #expect(try holds(values, "sum", "between", [5, 6]))
    #expect(try !holds(values, "sum", "between", [6, 7]))
    #expect(try !holds(values, "sum", "notEquals", 5))
    #expect(try holds(values, "minimum", "equals", 2))
    #expect(try holds(values, "maximum", "equals", 3))
  }

  @Test func withCountBothMustHoldAndWithoutItNoCountIsAsked() throws {
    var scene = Scene()
    scene.contact(2)
    scene.event("buy", "2024-06-01T00:00Z", ["v": .number(3)])
    let small: JSONValue = ["function": "sum", "attribute": "v", "operator": "lessThan", "value": 5]
    #expect(try scene.holds(["event": "buy", "aggregate": small], 1))
    #expect(try scene.holds(["event": "buy", "aggregate": small], 2))
    #expect(try !scene.holds(["event": "buy", "aggregate": small, "count": ["atLeast": 1]], 2))
    #expect(try scene.holds(["event": "buy", "aggregate": small, "count": ["exactly": 1]], 1))
    #expect(try !scene.holds(["event": "buy", "aggregate": small, "count": ["exactly": 2]], 1))
  }

  @Test func whereAndWithinDecideWhatIsSummed() throws {
    var scene = Scene()
    scene.event("buy", "2024-06-01T00:00Z", ["v": .number(3), "ok": .boolean(true)])
    scene.event("buy", "2024-06-01T00:00Z", ["v": .number(4)])
    scene.event("buy", "2023-06-01T00:00Z", ["v": .number(5), "ok": .boolean(true)])
    func sum(_ value: Double) -> JSONValue {
      ["function": "sum", "attribute": "v", "operator": "equals", "value": .number(value)]
    }
    let ok: JSONValue = ["attribute": "ok", "operator": "isTrue"]
    #expect(try scene.holds(["event": "buy", "aggregate": sum(12)]))
    #expect(try scene.holds(["event": "buy", "where": ok, "aggregate": sum(8)]))
    #expect(try scene.holds(["event": "buy", "within": ["last": "30d"], "aggregate": sum(7)]))
    #expect(try scene.holds(["event": "buy", "where": ok, "within": ["last": "30d"], "aggregate": sum(3)]))
  }

  @Test func quotientsAreTheNearestDouble() {
    #expect(OracleQuotient.nearest(1, over: 3) == 1.0 / 3)
    #expect(OracleQuotient.nearest(-1, over: 3) == -1.0 / 3)
    #expect(OracleQuotient.nearest(0, over: 7) == 0)
    #expect(OracleQuotient.nearest(300_000, over: 1_000_000) == 0.3)
    #expect(OracleQuotient.nearest(9_007_199_254_740_993, over: 1) == 9_007_199_254_740_992)
    #expect(OracleQuotient.nearest(9_007_199_254_740_995, over: 1) == 9_007_199_254_740_996)
    // Just above half way: the remainder decides.
    #expect(OracleQuotient.nearest(9_007_199_254_740_993 * 1000 + 1, over: 1000) == 9_007_199_254_740_994)
    #expect(OracleQuotient.nearest(9_007_199_254_740_993 * 1000 - 1, over: 1000) == 9_007_199_254_740_992)
    #expect(OracleQuotient.nearest(1_000_000_000_000_000_000_000_000, over: 1_000_000) == 1e18)
  }

  @Test func quotientsAgreeWithDivisionWhereThatIsExactEnough() {
    var generator = TestSeed().generator()
    for _ in 0..<2000 {
      let (dividend, divisor) = (
        generator.whole(-1_000_000_000_000...1_000_000_000_000), generator.whole(1...1_000_000)
      )
      // Both are exact as doubles, so the division rounds once.
      #expect(OracleQuotient.nearest(Int128(dividend), over: Int128(divisor)) == Double(dividend) / Double(divisor))
    }
  }
}
