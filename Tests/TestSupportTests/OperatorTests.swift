import SegmentModel
import TestSupport
import Testing

/// Each operator that is not of dates, with at least one in and one out.
@Suite struct OperatorTests {
  @Test func equalsComparesByTheTypeOfItsValue() throws {
    #expect(try holds(.text("free"), "equals", "free"))
    #expect(try !holds(.text("free"), "equals", "freedom"))
    #expect(try holds(.number(100), "equals", "100"))
    #expect(try holds(.text("100"), "equals", 100))
    #expect(try holds(.text("100.0"), "equals", 100))
    #expect(try !holds(.text("100.0"), "equals", "100"))
    #expect(try !holds(.text("100%"), "equals", 100))
    #expect(try holds(.text("TRUE"), "equals", true))
    #expect(try holds(.boolean(true), "equals", "true"))
    #expect(try !holds(.boolean(true), "equals", 1))
    #expect(try !holds(.number(1), "equals", true))
    #expect(try holds(.number(-0.0), "equals", 0))
  }

  @Test func notEqualsIsTheComplementOfEquals() throws {
    #expect(try holds(nil, "notEquals", "free"))
    #expect(try holds(.text("team"), "notEquals", "free"))
    #expect(try !holds(.text("Free"), "notEquals", "free"))
    #expect(try holds(.text("free"), "notEquals", 5))
  }

  @Test func inTakesEachValueByItsType() throws {
    #expect(try holds(.text("7"), "in", ["x", 7]))
    #expect(try holds(.text("false"), "in", ["x", false]))
    #expect(try !holds(.text("8"), "in", ["x", 7, true]))
    #expect(try !holds(nil, "in", ["x"]))
    #expect(try holds(nil, "notIn", ["x"]))
    #expect(try !holds(.text("X"), "notIn", ["x"]))
    #expect(try holds(.text("y"), "notIn", ["x", 7]))
  }

  @Test func partsOfTextsAreFound() throws {
    #expect(try holds(.text("Anna Karenina"), "contains", "a k"))
    #expect(try !holds(.text("Anna"), "contains", "ak"))
    #expect(try holds(.number(100.5), "contains", "0.5"))
    #expect(try holds(.boolean(false), "contains", "als"))
    #expect(try !holds(nil, "contains", "a"))
    #expect(try holds(nil, "notContains", "a"))
    #expect(try !holds(.text("Anna"), "notContains", "AN"))
    #expect(try holds(.text("Anna"), "startsWith", "an"))
    #expect(try !holds(.text("Anna"), "startsWith", "na"))
    #expect(try holds(.text("Anna"), "endsWith", "Na"))
    #expect(try !holds(.text("Anna"), "endsWith", "an"))
    #expect(try !holds(.text("na"), "endsWith", "nna"))
  }

  @Test func isSetAsksWhetherAValueIsStored() throws {
    #expect(try holds(.boolean(false), "isSet"))
    #expect(try !holds(nil, "isSet"))
    #expect(try holds(nil, "isNotSet"))
    #expect(try !holds(.number(0), "isNotSet"))
  }

  @Test func removedValueIsNotSet() throws {
    var scene = Scene()
    scene.world.contacts[0].properties["p"] = StoredValue(nil, time: scene.now, isTrusted: true)
    #expect(try scene.holds(["property": "p", "operator": "isNotSet"]))
    #expect(try scene.holds(["property": "p", "operator": "notEquals", "value": "x"]))
  }

  @Test func truthIsAskedOfTheBooleanView() throws {
    #expect(try holds(.boolean(true), "isTrue"))
    #expect(try holds(.text("True"), "isTrue"))
    #expect(try !holds(.text("yes"), "isTrue"))
    #expect(try !holds(.number(1), "isTrue"))
    #expect(try !holds(nil, "isTrue"))
    #expect(try holds(.boolean(false), "isFalse"))
    #expect(try holds(.text("FALSE"), "isFalse"))
    #expect(try !holds(.number(0), "isFalse"))
    #expect(try !holds(nil, "isFalse"))
    #expect(try !holds(.boolean(true), "isFalse"))
  }

  @Test func numbersAreCompared() throws {
    #expect(try holds(.number(100.01), "greaterThan", 100))
    #expect(try !holds(.number(100), "greaterThan", 100))
    #expect(try holds(.number(100), "greaterOrEqual", 100))
    #expect(try !holds(.number(99.99), "greaterOrEqual", 100))
    #expect(try holds(.text("-1"), "lessThan", 0))
    #expect(try !holds(.number(0), "lessThan", 0))
    #expect(try holds(.number(0), "lessOrEqual", 0))
    #expect(try !holds(.number(0.1 + 0.2), "lessOrEqual", 0.3))
    for name in ["greaterThan", "greaterOrEqual", "lessThan", "lessOrEqual"] {
      #expect(try !holds(nil, name, 0))
      #expect(try !holds(.text("many"), name, 0))
      #expect(try !holds(.boolean(true), name, 0))
    }
  }

  @Test func betweenIncludesBothEnds() throws {
    #expect(try holds(.number(1), "between", [1, 2]))
    #expect(try holds(.number(2), "between", [1, 2]))
    #expect(try !holds(.number(2.5), "between", [1, 2]))
    #expect(try !holds(.text("x"), "between", [1, 2]))
    let dates: JSONValue = ["2024-01-01", "2024-01-31"]
    #expect(try holds(.text("2024-01-01T00:00Z"), "between", dates))
    #expect(try holds(.text("2024-01-31T23:59:59.999Z"), "between", dates))
    #expect(try !holds(.text("2023-12-31T23:59:59.999Z"), "between", dates))
    #expect(try !holds(.text("2024-02-01"), "between", dates))
    #expect(try !holds(.number(5), "between", dates))
  }

  @Test func positiveOperatorHoldsForAnyElementOfAList() throws {
    let list = Value.list([.text("red"), .number(5), .text("2024-01-01")])
    #expect(try holds(list, "equals", "red"))
    #expect(try holds(list, "greaterThan", 4))
    #expect(try holds(list, "on", "2024-01-01"))
    #expect(try !holds(list, "equals", "blue"))
    #expect(try holds(.list([.text("x"), .text("true")]), "isTrue"))
  }

  @Test func negativeOperatorIsTheComplementForAList() throws {
    let list = Value.list([.text("red"), .number(5)])
    #expect(try !holds(list, "notEquals", "red"))
    #expect(try holds(list, "notEquals", "blue"))
    #expect(try !holds(list, "notIn", ["blue", 5]))
    #expect(try !holds(list, "notContains", "e"))
    #expect(try holds(list, "notContains", "z"))
  }

  @Test func emailAndPhoneStandForThePrimaryOnes() throws {
    var scene = Scene()
    scene.contact(2, ["primaryEmail": .text("a@example.com"), "primaryPhone": .text("+4930")])
    #expect(try scene.holds(["property": "email", "operator": "isSet"], 2))
    #expect(try scene.holds(["property": "phone", "operator": "equals", "value": "+4930"], 2))
    #expect(try !scene.holds(["property": "email", "operator": "isSet"], 1))
  }

  @Test func trackedPropertiesHaveANameSpaceOfTheirOwn() throws {
    var scene = Scene()
    scene.contact(2, ["plan": .text("free")], tracked: ["plan": .text("team"), "state": .text("on")])
    #expect(try scene.holds(["tracked": "plan", "operator": "equals", "value": "team"], 2))
    #expect(try scene.holds(["property": "plan", "operator": "equals", "value": "free"], 2))
    #expect(try scene.holds(["tracked": "state", "operator": "equals", "value": "on"], 2))
    #expect(try scene.holds(["property": "state", "operator": "equals", "value": "visitor"], 2))
    #expect(try !scene.holds(["tracked": "createdAt", "operator": "isSet"], 2))
  }

  @Test func numberOfATrackedPropertyIsNoDate() throws {
    var scene = Scene()
    scene.contact(2, ["birthDate": .number(0)], tracked: ["birthDate": .number(0)])
    #expect(try scene.holds(["property": "birthDate", "operator": "on", "value": "1970-01-01"], 2))
    #expect(try !scene.holds(["tracked": "birthDate", "operator": "on", "value": "1970-01-01"], 2))
  }

  @Test func logicIsBoolean() throws {
    let (yes, no): (JSONValue, JSONValue) = (["all": []], ["not": ["all": []]])
    let scene = Scene()
    #expect(try scene.holds(yes))
    #expect(try !scene.holds(no))
    #expect(try scene.holds(["all": [yes, yes]]))
    #expect(try !scene.holds(["all": [yes, no]]))
    #expect(try scene.holds(["any": [no, yes]]))
    #expect(try !scene.holds(["any": [no, no]]))
  }
}
