import FilterCompiler
import SegmentModel

/// A filter at one of the limits of the language, with the segments that it refers to.
struct LargeFilter {
  var name: String
  /// With references expanded.
  var nodes: Int
  var definition: JSONValue
  var library: [String: SegmentDefinition] = [:]

  static func all() throws -> [LargeFilter] { [flat(), mixed(), try chain(), try expansion()] }

  private static func segment(_ filter: JSONValue, _ name: String = "S") -> JSONValue {
    ["name": .string(name), "contentType": "contact", "filter": filter]
  }

  private static func leaf(_ number: Int) -> JSONValue {
    ["property": .string("p\(number % 40)"), "operator": "equals", "value": .string("value \(number)")]
  }

  private static func flat() -> LargeFilter {
    LargeFilter(
      name: "500 nodes in one group", nodes: 500,
      definition: segment(["any": .array((1..<500).map(leaf))]))
  }

  /// Groups of each kind, properties, dates and events.
  private static func mixed() -> LargeFilter {
    let groups = (0..<49).map { group -> JSONValue in
      let day: JSONValue = ["property": "lastSeenAt", "operator": "onOrAfter", "value": .string("now-\(group + 1)d/d")]
      let event: JSONValue = [
        "event": .string("e\(group % 10)"), "count": ["atLeast": .number(Double(group))],
        "where": ["all": [["attribute": "price", "operator": "greaterThan", "value": 1]]],
      ]
      return ["not": ["all": [leaf(group), ["any": [day, event]], ["not": leaf(group + 100)]]]]
    }
    return LargeFilter(name: "500 nodes of many kinds", nodes: 491, definition: segment(["any": .array(groups)]))
  }

  private static func chain() throws -> LargeFilter {
    var library: [String: SegmentDefinition] = [:]
    for number in (1...32).reversed() {
      var filter: JSONValue = number == 32 ? leaf(0) : ["segment": .string("seg_\(number + 1)")]
      for level in 0..<6 { filter = ["not": ["any": [leaf(number * 7 + level), filter]]] }
      library["seg_\(number)"] = try SegmentReader.read(segment(filter, "\(number)"))
    }
    return LargeFilter(
      name: "a chain of 32 references", nodes: 32 * 19, definition: segment(["segment": "seg_1"]), library: library)
  }

  private static func expansion() throws -> LargeFilter {
    let inner = (1..<160).map { n -> JSONValue in
      ["all": [["property": "n", "operator": "greaterThan", "value": .number(Double(n))], leaf(n)]]
    }
    var library: [String: SegmentDefinition] = [:]
    for number in 0..<10 {
      let filter: JSONValue = ["all": [["not": leaf(number)], ["not": ["any": .array(inner)]]]]
      library["seg_\(number)"] = try SegmentReader.read(segment(filter, "\(number)"))
    }
    let references = (0..<10).map { n -> JSONValue in ["segment": .string("seg_\(n)")] }
    return LargeFilter(
      name: "an expansion", nodes: 4841, definition: segment(["all": .array(references)]), library: library)
  }
}
