import SegmentModel
import TestSupport
import Testing

@Suite struct SequenceTests {
  /// Whether a sequence holds for one who did these things, `a` at 10:00 written as `("a", "10:00")`.
  private func holds(_ events: [(String, String)], _ node: JSONValue, now: String = "2024-06-15T12:00:00Z") throws
    -> Bool
  {
    var scene = Scene(now: now)
    for (name, time) in events { scene.event(name, "2024-06-15T\(time)Z") }
    return try scene.holds(node)
  }

  private let aThenB: JSONValue = ["sequence": [["event": "a"], ["event": "b"]]]

  @Test func stepsAreInOrder() throws {
    #expect(try holds([("a", "10:00"), ("b", "11:00")], aThenB))
    #expect(try !holds([("b", "10:00"), ("a", "11:00")], aThenB))
    #expect(try !holds([("a", "10:00")], aThenB))
    // The order of arrival does not matter.
    #expect(try holds([("b", "11:00"), ("a", "10:00")], aThenB))
  }

  @Test func eachStepIsStrictlyLater() throws {
    #expect(try !holds([("a", "10:00"), ("b", "10:00")], aThenB))
    #expect(try holds([("a", "10:00"), ("b", "10:00:00.001")], aThenB))
    let twice: JSONValue = ["sequence": [["event": "a"], ["event": "a"]]]
    #expect(try !holds([("a", "10:00"), ("a", "10:00")], twice))
    #expect(try holds([("a", "10:00"), ("a", "10:01")], twice))
  }

  @Test func eventLaterThanNowIsNoStep() throws {
    #expect(try !holds([("a", "10:00"), ("b", "12:00:00.001")], aThenB))
    #expect(try holds([("a", "10:00"), ("b", "12:00")], aThenB))
  }

  @Test func withinIsFromTheFirstToTheLast() throws {
    let hour: JSONValue = ["sequence": [["event": "a"], ["event": "b"], ["event": "c"]], "within": "1h"]
    #expect(try holds([("a", "10:00"), ("b", "10:30"), ("c", "11:00")], hour))
    #expect(try !holds([("a", "10:00"), ("b", "10:30"), ("c", "11:00:00.001")], hour))
    // A later first step can save it.
    #expect(try holds([("a", "09:00"), ("a", "10:15"), ("b", "10:30"), ("c", "11:00:00.001")], hour))
  }

  @Test func forbiddenStepLiesStrictlyBetween() throws {
    let node: JSONValue = ["sequence": [["event": "a"], ["not": ["event": "x"]], ["event": "b"]]]
    #expect(try holds([("a", "10:00"), ("b", "11:00")], node))
    #expect(try !holds([("a", "10:00"), ("x", "10:30"), ("b", "11:00")], node))
    #expect(try holds([("x", "10:00"), ("a", "10:00"), ("b", "11:00"), ("x", "11:00")], node))
    // Another pair of the same steps is free of it.
    #expect(try holds([("a", "10:00"), ("x", "10:30"), ("a", "10:45"), ("b", "11:00")], node))
    #expect(try holds([("a", "10:00"), ("b", "10:15"), ("x", "10:30"), ("b", "11:00")], node))
  }

  @Test func laterPairMayBeTheOneThatHolds() throws {
    // The first b is spoiled only for what follows it: c must come without x after b.
    let node: JSONValue = ["sequence": [["event": "a"], ["event": "b"], ["not": ["event": "x"]], ["event": "c"]]]
    #expect(try holds([("a", "10:00"), ("b", "10:10"), ("x", "10:20"), ("b", "10:30"), ("c", "10:40")], node))
    #expect(try !holds([("a", "10:00"), ("b", "10:10"), ("x", "10:20"), ("c", "10:40"), ("b", "10:50")], node))
  }

  @Test func forbiddenEventMayMatchAPositiveStepToo() throws {
    let node: JSONValue = ["sequence": [["event": "a"], ["not": ["event": "a"]], ["event": "b"]]]
    #expect(try holds([("a", "10:00"), ("a", "10:30"), ("b", "11:00")], node))
  }

  @Test func forbiddenEndWaitsUntilItsTimeIsOver() throws {
    let node: JSONValue = ["sequence": [["event": "a"], ["not": ["event": "b"]]], "within": "1h"]
    #expect(try holds([("a", "10:00")], node, now: "2024-06-15T11:00:00.001Z"))
    #expect(try !holds([("a", "10:00")], node, now: "2024-06-15T11:00:00.000Z"))
    #expect(try !holds([("a", "10:00"), ("b", "11:00")], node))
    #expect(try holds([("a", "10:00"), ("b", "11:00:00.001")], node))
    // At the very time of the last step does not count.
    #expect(try holds([("a", "10:00"), ("b", "10:00")], node))
    #expect(try !holds([("a", "10:00"), ("b", "10:00:00.001")], node))
  }

  @Test func forbiddenEndIsMeasuredFromTheFirstStep() throws {
    let node: JSONValue = ["sequence": [["event": "a"], ["event": "b"], ["not": ["event": "c"]]], "within": "1h"]
    #expect(try holds([("a", "10:00"), ("b", "10:50"), ("c", "11:10")], node))
    #expect(try !holds([("a", "10:00"), ("b", "10:50"), ("c", "10:55")], node))
    #expect(try holds([("a", "10:00"), ("b", "10:10"), ("c", "10:20"), ("b", "10:30")], node))
  }

  @Test func windowHoldsEveryStep() throws {
    func node(_ window: JSONValue) -> JSONValue {
      ["sequence": [["event": "a"], ["event": "b"]], "window": window]
    }
    let events = [("a", "10:00"), ("b", "11:00")]
    #expect(try holds(events, node(["last": "2h"])))
    #expect(try !holds(events, node(["last": "1h"])))
    #expect(try holds(events, node(["from": "2024-06-15T10:00Z", "to": "2024-06-15T11:00Z"])))
    #expect(try !holds(events, node(["from": "2024-06-15T10:00:00.001Z"])))
    #expect(try !holds(events, node(["to": "2024-06-15T10:59Z"])))
  }

  @Test func windowDoesNotHideWhatIsForbiddenAtTheEnd() throws {
    let node: JSONValue = [
      "sequence": [["event": "a"], ["not": ["event": "b"]]], "within": "1h", "window": ["to": "2024-06-15T10:15Z"],
    ]
    #expect(try !holds([("a", "10:00"), ("b", "10:30")], node))
    #expect(try holds([("a", "10:00"), ("b", "11:30")], node))
  }

  @Test func whereAppliesToASteps() throws {
    var scene = Scene()
    scene.event("a", "2024-06-15T10:00Z", ["n": .number(1)])
    scene.event("a", "2024-06-15T11:00Z", ["n": .number(2)])
    func step(_ n: Double) -> JSONValue {
      ["event": "a", "where": ["attribute": "n", "operator": "equals", "value": .number(n)]]
    }
    #expect(try scene.holds(["sequence": [step(1), step(2)]]))
    #expect(try !scene.holds(["sequence": [step(2), step(1)]]))
    #expect(try scene.holds(["sequence": [["event": "a", "where": [:]], step(2)]]))
    #expect(try !scene.holds(["sequence": [step(1), ["not": step(2)]], "within": "1h"]))
    #expect(try scene.holds(["sequence": [step(1), ["not": step(3)]], "within": "1h"]))
  }
}
