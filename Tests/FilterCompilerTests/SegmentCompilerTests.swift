import FilterCompiler
import SegmentModel
import Testing

@Suite struct SegmentCompilerTests {
  private func definition(_ text: String) throws -> SegmentDefinition {
    try SegmentReader.read(try JSONReader.read(text))
  }

  private func compile(
    _ text: String, id: String? = nil, library: [String: String] = [:], zone: Zone = .utc
  ) throws -> CompiledSegment {
    let library = try library.mapValues(definition)
    return try SegmentCompiler(library: library, workspaceZone: zone).compile(try definition(text), id: id)
  }

  private func segment(_ filter: String, type: String = "contact", more: String = "") -> String {
    #"{"name":"S","contentType":"\#(type)"\#(more),"filter":\#(filter)}"#
  }

  @Test func aPlanJoinsContentTypeParentAndFilter() throws {
    let plan = try compile(
      segment(#"{"property":"email","operator":"isSet"}"#, type: "lead", more: #","parent":"seg_1""#),
      library: ["seg_1": segment(#"{"not":{"event":"login","within":{"last":"14d"}}}"#, type: "lead")]
    ).plan
    #expect(
      plan.description == """
        contacts where
          all
            state = lead
            contact.primaryEmail is set
            not
              event "login" at [now − 1209600000 ms, …] × 1+
        """)
    #expect(plan.dependencies.properties == [PropertyKey(.contact, "primaryEmail")])
    #expect(plan.dependencies.events == [ExactText("login")])
    #expect(plan.dependencies.isOnState)
  }

  @Test func constantsFoldAndNegationsCancel() throws {
    #expect(try compile(segment(#"{"all":[]}"#)).plan.root == .everyone)
    #expect(try compile(segment(#"{"not":{"all":[]}}"#)).plan.root == .nobody)
    #expect(try compile(segment(#"{"event":"e","count":{"atLeast":0}}"#)).plan.root == .everyone)
    let double = try compile(segment(#"{"not":{"property":"a","operator":"notEquals","value":"x"}}"#))
    #expect(double.plan.root == .property(PropertyKey(.contact, "a"), .text(.isOneOf([ExactText("x")]))))
    let none = try compile(segment(#"{"event":"e","count":{"exactly":0}}"#)).plan.root
    #expect(none == (try compile(segment(#"{"not":{"event":"e"}}"#)).plan.root))
  }

  @Test func aSegmentThatIsReferredToKeepsItsOwnZone() throws {
    let plan = try compile(
      segment(#"{"all":[{"segment":"seg_1"},{"property":"d","operator":"on","value":"2020-01-01"}]}"#),
      library: [
        "seg_1": segment(
          #"{"property":"d","operator":"on","value":"2020-01-01"}"#, more: #","timeZone":"Europe/Berlin""#)
      ], zone: try #require(Zone("Asia/Kathmandu"))
    ).plan.description
    #expect(plan.contains("in Europe/Berlin") && plan.contains("in Asia/Kathmandu"))
  }

  private func errors(_ body: () throws -> CompiledSegment) -> [InputError] {
    do {
      _ = try body()
      return []
    } catch {
      return (error as? InvalidInput)?.errors ?? []
    }
  }

  @Test func aCycleIsRefusedWithItsPath() {
    let library = [
      "seg_a": #"{"name":"A","contentType":"contact","parent":"seg_b","filter":{"all":[]}}"#,
      "seg_b": #"{"name":"B","contentType":"contact","filter":{"any":[{"segment":"seg_a"}]}}"#,
    ]
    let found = errors { try compile(library["seg_a"] ?? "", id: "seg_a", library: library) }
    #expect(found.map(\.pointer.description) == ["/parent"])
    #expect(found.first?.code == .cycle)
    #expect(found.first?.detail.contains("A → B → A") == true)
  }

  @Test func aDiamondIsFine() throws {
    let leaf = segment(#"{"property":"a","operator":"isSet"}"#)
    let side = segment(#"{"segment":"seg_leaf"}"#)
    let compiled = try compile(
      segment(#"{"any":[{"segment":"seg_1"},{"segment":"seg_2"}]}"#),
      library: ["seg_leaf": leaf, "seg_1": side, "seg_2": side])
    #expect(compiled.references == ["seg_leaf", "seg_1", "seg_2"])
    #expect(compiled.plan.root == .property(PropertyKey(.contact, "a"), .isSet))
  }

  @Test func aChainOf32ReferencesIsTheLongest() throws {
    func library(_ count: Int) -> [String: String] {
      Dictionary(
        uniqueKeysWithValues: (1...count).map {
          ("seg_\($0)", segment($0 == count ? #"{"all":[]}"# : #"{"segment":"seg_\#($0 + 1)"}"#))
        })
    }
    let top = segment(#"{"segment":"seg_1"}"#)
    _ = try compile(top, library: library(32))
    #expect(errors { try compile(top, library: library(33)) }.map(\.code) == [.tooDeep])
    // Saved, it is no longer than before.
    _ = try compile(top, id: "seg_0", library: library(32))
    #expect(errors { try compile(top, id: "seg_0", library: library(33)) }.map(\.code) == [.tooDeep])
  }

  @Test func expansionIsBounded() {
    // Each level refers ten times to the next: 10^6 nodes if nothing stopped it.
    var library = ["seg_6": segment(#"{"all":[]}"#)]
    for level in 0..<6 {
      let references = Array(repeating: #"{"segment":"seg_\#(level + 1)"}"#, count: 10).joined(separator: ",")
      library["seg_\(level)"] = segment(#"{"all":[\#(references)]}"#)
    }
    #expect(errors { try compile(library["seg_0"] ?? "", library: library) }.contains { $0.code == .tooMany })
  }

  @Test func whatDoesNotFitIsToldByItsPlace() {
    let found = errors {
      try compile(
        segment(#"{"all":[{"segment":"seg_x"},{"segment":"seg_c"}]}"#, type: "lead", more: #","parent":"seg_v""#),
        library: [
          "seg_c": segment(#"{"all":[]}"#, type: "company"), "seg_v": segment(#"{"all":[]}"#, type: "visitor"),
        ])
    }
    #expect(
      found.map { "\($0.pointer) \($0.code.rawValue)" } == [
        "/parent contentTypeMismatch", "/filter/all/0/segment unknownSegment",
        "/filter/all/1/segment contentTypeMismatch",
      ])
  }

  @Test func nextInstantIsTheBoundaryOfTheUnit() throws {
    func next(_ value: String, _ now: String, zone: String = "UTC") throws -> String? {
      let plan = try compile(
        segment(#"{"property":"d","operator":"onOrBefore","value":"\#(value)"}"#), zone: try #require(Zone(zone))
      ).plan
      return plan.nextInstant(after: try #require(Instant(now)))?.description
    }
    #expect(try next("now-21d/d", "2026-11-24T12:00:00Z") == "2026-11-25T00:00:00.000Z")
    #expect(try next("now-30m/m", "2026-11-24T12:00:30.500Z") == "2026-11-24T12:01:00.000Z")
    #expect(try next("now+1d/d", "2026-10-24T12:00:00Z", zone: "Europe/Berlin") == "2026-10-24T22:00:00.000Z")
    #expect(try next("now-24h/h", "2026-11-24T12:59:59.999Z") == "2026-11-24T13:00:00.000Z")
    #expect(try next("now-1M", "2026-11-24T12:00:00Z") == "2026-11-24T12:00:00.001Z")
    #expect(try next("2020-01-01", "2026-11-24T12:00:00Z") == nil)
  }
}
