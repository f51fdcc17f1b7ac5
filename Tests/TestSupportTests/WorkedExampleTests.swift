import SegmentModel
import TestSupport
import Testing

/// The worked examples, held to the oracle.
@Suite struct WorkedExampleTests {
  @Test func theOracleGivesTheAnswersThatWereWorkedOutByHand() throws {
    let examples = try WorkedExample.all()
    #expect(examples.count > 60)
    for example in examples {
      let members = try Oracle(example.world).members(of: example.definition, now: example.now)
      #expect(example.names(of: members) == example.expected, "\(example.title)")
    }
  }

  @Test func everyExampleHasSomeoneInAndSomeoneOut() throws {
    for example in try WorkedExample.all() {
      #expect(!example.expected.isEmpty, "\(example.title)")
      #expect(example.expected.count < example.names.count, "\(example.title)")
    }
  }

  @Test func everyRowOfTheOperatorTableAndEveryPartHasAnExample() throws {
    var operators: Set<String> = []
    var words: Set<String> = []
    func collect(_ json: JSONValue) {
      for element in json.arrayValue ?? [] { collect(element) }
      for member in json.objectValue ?? [] {
        words.insert(member.key)
        if let word = member.value.stringValue {
          if member.key == "operator" { operators.insert(word) }
          if ["function", "occurrence", "quantifier"].contains(member.key) { words.insert(word) }
          if member.key == "unit" { words.insert("unit \(word)") }
        }
        collect(member.value)
      }
    }
    for example in try WorkedExample.all() {
      collect(example.definition)
      for segment in example.world.segments { collect(segment.definition) }
      if !example.definition.text.contains("sequence") { continue }
      let steps = example.definition["filter"]?["sequence"]?.arrayValue ?? []
      if steps.last?["not"] != nil { words.insert("not at the end") }
      if steps.dropLast().contains(where: { $0["not"] != nil }) { words.insert("not between") }
    }
    let operatorsWithout = Operator.allCases.map(\.rawValue).filter { !operators.contains($0) }
    #expect(operatorsWithout == [])
    let parts =
      FilterPart.allCases.map(\.rawValue) + Aggregate.Function.allCases.map(\.rawValue)
      + Occurrence.allCases.map(\.rawValue) + Quantifier.allCases.map(\.rawValue)
      + Periods.units.map { "unit \($0.rawValue)" }
      + ["exactly", "atLeast", "atMost", "last", "from", "to", "each", "until", "not between", "not at the end"]
    let partsWithout = parts.filter { !words.contains($0) }
    #expect(partsWithout == [])
  }
}
