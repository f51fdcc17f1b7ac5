import FilterCompiler
import Foundation
import SegmentModel
import TestSupport
import Testing

/// What each rule does to a plan, before and after, in `Fixtures/plans/rules`. `STRATA_GOLDEN=write` writes them anew.
/// A rule that changes none of its plans has no reason to be.
@Suite struct PlanRuleTests {
  private struct Example {
    var rule: any PlanRule
    /// Those before it, of which it needs the order that they make.
    var after: [any PlanRule] = []
    var filters: [String]
  }

  private static let examples: [String: Example] = [
    "negation-pushdown": Example(
      rule: NegationPushdown(),
      filters: [
        #"{"not":{"all":[{"property":"a","operator":"isSet"},{"not":{"event":"e"}}]}}"#,
        #"{"not":{"property":"a","operator":"notIn","value":["x"]}}"#,
        #"{"company":{"not":{"any":[{"property":"a","operator":"isSet"},{"property":"b","operator":"isSet"}]}}}"#,
        #"{"not":{"company":{"property":"plan","operator":"equals","value":"pro"},"quantifier":"all"}}"#,
      ]),
    "flattening": Example(
      rule: Flattening(),
      filters: [
        #"{"all":[{"all":[{"property":"a","operator":"isSet"},{"all":[{"event":"e"}]}]},{"event":"e"}]}"#,
        #"{"any":[{"any":[{"property":"a","operator":"isSet"}]},{"any":[{"event":"e"},{"event":"f"}]}]}"#,
      ]),
    "constant-folding": Example(
      rule: ConstantFolding(),
      filters: [
        #"{"all":[{"all":[]},{"property":"a","operator":"isSet"}]}"#,
        #"{"any":[{"event":"e","count":{"atLeast":0}},{"property":"a","operator":"isSet"}]}"#,
        #"{"any":[{"property":"a","operator":"isSet"},{"property":"a","operator":"isNotSet"}]}"#,
        #"{"all":[{"event":"e"},{"event":"e","count":{"exactly":0}}]}"#,
        #"{"property":"a","operator":"between","value":[2,1]}"#,
        #"{"property":"a","operator":"between","value":["2026-02-01","2026-01-01"]}"#,
        #"{"event":"e","within":{"from":"2026-02-01","to":"2026-01-01"}}"#,
        #"{"not":{"sample":{"percent":0,"salt":"s"}}}"#,
        #"{"company":{"property":"a","operator":"between","value":[2,1]}}"#,
      ]),
    "value-set-merging": Example(
      rule: ValueSetMerging(), after: [Flattening()],
      filters: [
        #"{"any":[{"property":"a","operator":"equals","value":"X"},{"property":"b","operator":"equals","value":"x"},{"property":"a","operator":"in","value":["y","x"]}]}"#,
        #"{"any":[{"property":"a","operator":"equals","value":1},{"property":"a","operator":"equals","value":2}]}"#,
      ]),
    "cheapest-first": Example(
      rule: CheapestFirst(),
      filters: [
        #"{"all":[{"sequence":[{"event":"a"},{"event":"b"}]},{"event":"e","count":{"atLeast":3}},{"event":"e"},{"property":"a","operator":"isSet"},{"list":"lst_1"}]}"#
      ]),
  ]

  @Test(arguments: examples.keys.sorted()) func planBeforeAndAfterIsAsWritten(name: String) throws {
    let example = try #require(Self.examples[name])
    let printed = try example.filters.map { filter in
      let before = try Self.plan(filter, PlanOptimizer(rules: example.after))
      let after = try Self.plan(filter, PlanOptimizer(rules: example.after + [example.rule]))
      #expect(before != after, "the rule changes nothing of \(filter)")
      return "\(filter)\n\n\(before)\n\n→ \(after)\n"
    }.joined(separator: "\n")
    #expect(printed == (try Self.golden(name, printed)))
  }

  @Test func conditionsThatStandTwiceAreShared() throws {
    let filters = [
      // Through two segments that refer to a third, and once more inside what is shared itself.
      #"{"any":[{"segment":"seg_left"},{"segment":"seg_right"}]}"#,
      #"{"all":[{"any":[{"event":"e"},{"property":"a","operator":"isSet"}]},{"not":{"event":"e"}}]}"#,
      // Of a person and of its companies are two conditions, however alike.
      #"{"all":[{"any":[{"sample":{"percent":1,"salt":"s"}},{"sample":{"percent":2,"salt":"s"}}]},{"company":{"any":[{"sample":{"percent":1,"salt":"s"}},{"sample":{"percent":2,"salt":"s"}}]}}]}"#,
    ]
    let printed = try filters.map { "\($0)\n\n\(try Self.plan($0, .standard))\n" }.joined(separator: "\n")
    #expect(printed == (try Self.golden("condition-sharing", printed)))
  }

  private static let library = Library(segments: [
    "seg_shared": #"{"any":[{"event":"purchase"},{"property":"plan","operator":"equals","value":"pro"}]}"#,
    "seg_left": #"{"all":[{"segment":"seg_shared"},{"property":"a","operator":"isSet"}]}"#,
    "seg_right": #"{"not":{"all":[{"segment":"seg_shared"},{"property":"b","operator":"isSet"}]}}"#,
  ])

  private struct Library: SegmentLibrary {
    var segments: [String: String]

    func definition(of id: String) -> SegmentDefinition? { segments[id].flatMap { try? PlanRuleTests.definition($0) } }
    func listName(of id: String) -> String? { id }
  }

  private static func definition(_ filter: String) throws -> SegmentDefinition {
    try SegmentReader.read(["name": "S", "contentType": "contact", "filter": try JSONReader.read(filter)])
  }

  private static func plan(_ filter: String, _ optimizer: PlanOptimizer) throws -> String {
    try SegmentCompiler(library: library, optimizer: optimizer).compile(try definition(filter)).plan.description
  }

  private static func golden(_ name: String, _ printed: String) throws -> String {
    let file = Fixture.directory.appending(path: "plans/rules/\(name).txt")
    if ProcessInfo.processInfo.environment["STRATA_GOLDEN"] == "write" {
      try printed.write(to: file, atomically: true, encoding: .utf8)
    }
    return try String(contentsOf: file, encoding: .utf8)
  }
}
