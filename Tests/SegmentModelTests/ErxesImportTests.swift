import SegmentModel
import TestSupport
import Testing

/// Exports of erxes in `Fixtures/erxes`, and what becomes of them.
@Suite struct ErxesImportTests {
  private func translate(_ file: String, zone: Zone = .utc) throws -> [ErxesTranslation] {
    ErxesImport(try ErxesExport(try Fixture.bytes("erxes/\(file)")), zone: zone).translate()
  }

  private func drafts(_ translations: [ErxesTranslation]) -> [SegmentDraft] {
    translations.compactMap { if case .draft(let draft) = $0.result { draft } else { nil } }
  }

  private func draft(_ key: String, in file: String) throws -> SegmentDraft {
    try #require(drafts(try translate(file)).first { $0.key == key })
  }

  private func reasons(_ id: String, in translations: [ErxesTranslation]) -> [ErxesNote] {
    guard case .refused(let reasons) = translations.first(where: { $0.segment.id == id })?.result else { return [] }
    return reasons
  }

  @Test func everyCodeOfTheOperatorTableStandsInTheExport() throws {
    let text = String(decoding: try Fixture.bytes("erxes/every-code.json"), as: UTF8.self)
    for code in Operator.allCases.flatMap(\.definition.erxesCodes) {
      #expect(text.contains("\"propertyOperator\": \"\(code)\""), "\(code)")
    }
  }

  @Test func everyDraftIsADefinitionThatTheReaderTakes() throws {
    for file in ["every-code.json", "references.json", "mongoexport.ndjson"] {
      let drafts = drafts(try translate(file))
      #expect(!drafts.isEmpty)
      for draft in drafts {
        let definition = try SegmentReader.read(draft.definition(with: [:]))
        #expect(definition.name == draft.name)
        #expect(definition.contentType == draft.contentType)
      }
    }
  }

  @Test func textsAreTakenOver() throws {
    let filter = try draft("e1", in: "every-code.json").definition["filter"]
    #expect(
      filter == [
        "all": [
          ["property": "firstName", "operator": "equals", "value": "Anna"],
          ["property": "country", "operator": "notEquals", "value": "Mongolia"],
          ["property": "primaryEmail", "operator": "contains", "value": "@example.com"],
          ["property": "position", "operator": "notContains", "value": "intern"],
          ["property": "primaryPhone", "operator": "isSet"], ["property": "code", "operator": "isNotSet"],
          ["property": "hasAuthority", "operator": "isTrue"], ["tracked": "newsletter", "operator": "isFalse"],
          ["property": "isSubscribed", "operator": "in", "value": ["Yes", true]],
          ["property": "owner", "operator": "equals", "value": "aX9"],
        ]
      ])
    let whole = try draft("e1", in: "every-code.json").definition
    #expect(whole["color"] == "#4F46E5")
    #expect(whole["description"] == "Every code on texts")
  }

  @Test func numbersAreTakenOver() throws {
    let filter = try draft("e2", in: "every-code.json").definition["filter"]
    #expect(
      filter == [
        "any": [
          ["property": "sessionCount", "operator": "equals", "value": 5],
          ["property": "seats", "operator": "notEquals", "value": 10],
          ["property": "mrr", "operator": "greaterOrEqual", "value": 99.5],
          ["property": "mrr", "operator": "lessOrEqual", "value": -1],
          ["property": "profileScore", "operator": "greaterOrEqual", "value": 3],
          ["property": "profileScore", "operator": "lessOrEqual", "value": 7],
        ]
      ])
  }

  @Test func datesAreTakenOver() throws {
    let filter = try draft("e3", in: "every-code.json").definition["filter"]
    #expect(
      filter == [
        "all": [
          ["property": "createdAt", "operator": "onOrAfter", "value": "2020-03-01"],
          ["property": "createdAt", "operator": "onOrBefore", "value": "2020-03-31"],
          ["property": "lastSeenAt", "operator": "isSet"], ["property": "expireDate", "operator": "isNotSet"],
          ["property": "lastSeenAt", "operator": "dateRelativeLessThan", "value": "now-21d/d"],
          ["property": "createdAt", "operator": "dateRelativeGreaterThan", "value": "now-24h/h"],
          ["tracked": "trialEnd", "operator": "willOccurBeforeNthMinute", "value": 11],
          ["tracked": "trialEnd", "operator": "willOccurBeforeNthDay", "value": 11],
          ["tracked": "trialEnd", "operator": "willOccurAfterNthMinute", "value": 2],
          ["tracked": "trialEnd", "operator": "willOccurAfterNthDay", "value": 2],
          ["property": "birthDate", "operator": "anniversary", "value": "now+3d/d"],
        ]
      ])
  }

  @Test func eventsAreTakenOverWithEitherSpelling() throws {
    let filter = try draft("e4", in: "every-code.json").definition["filter"]
    #expect(
      filter == [
        "any": [
          ["event": "get-start"],
          [
            "event": "get-start",
            "where": [
              "all": [
                ["attribute": "price", "operator": "equals", "value": 100],
                ["attribute": "view", "operator": "equals", "value": "80%"],
              ]
            ], "count": ["exactly": 1],
          ], ["event": "purchase", "count": ["atLeast": 3]],
          [
            "event": "purchase", "where": ["attribute": "price", "operator": "greaterOrEqual", "value": 10],
            "count": ["atMost": 2],
          ],
        ]
      ])
    let changes = try #require(try translate("every-code.json").first { $0.segment.id == "e4" }).changes
    #expect(changes.contains { $0.code == .neverIncluded && $0.pointer.description == "/conditions/3/eventOccurrence" })
    #expect(changes.count { $0.code == .everyEvent } == 2)
  }

  @Test func whatChangesMeaningIsTold() throws {
    let berlin = try #require(Zone("Europe/Berlin"))
    let codes = Set(try translate("every-code.json", zone: berlin).flatMap(\.changes).map(\.code))
    #expect(
      codes == [
        .wholeText, .substring, .numberText, .wholeDay, .timeZone, .everyEvent, .neverIncluded, .birthday, .yesNo,
        .customField, .foreignID,
      ])
    let more = Set(try translate("references.json").flatMap(\.changes).map(\.code))
    #expect(more == [.wholeText, .relatedCompany, .renamed])
    #expect(try !translate("every-code.json").flatMap(\.changes).contains { $0.code == .timeZone })
  }

  @Test func aSegmentStandsAfterThoseThatItRefersTo() throws {
    let drafts = drafts(try translate("references.json"))
    var seen: Set<String> = []
    for draft in drafts {
      #expect(draft.references.isSubset(of: seen), "\(draft.name)")
      seen.insert(draft.key)
    }
    #expect(drafts.first { $0.key == "child" }?.definition["parent"] == "parent")
    #expect(seen == ["parent", "child", "grandchild", "whole", "embedded", "nameless"])
  }

  @Test func equalNamesAreMadeUniqueAndMissingOnesAreMade() throws {
    let names = Dictionary(uniqueKeysWithValues: drafts(try translate("references.json")).map { ($0.key, $0.name) })
    #expect(names["parent"] == "Buyers")
    #expect(names["grandchild"] == "Buyers (2)")
    #expect(names["nameless"] == "Segment nameless")
  }

  @Test func partsStandWithinThoseThatUseThem() throws {
    let translations = try translate("references.json")
    let whole = try draft("whole", in: "references.json").definition["filter"]
    #expect(
      whole == [
        "any": [
          ["all": [["tracked": "plan", "operator": "equals", "value": "pro"], ["event": "login"]]],
          ["company": ["property": "industry", "operator": "equals", "value": "Retail"]], ["segment": "parent"],
        ]
      ])
    let embedded = try draft("embedded", in: "references.json").definition["filter"]
    #expect(
      embedded == [
        "any": [["property": "firstName", "operator": "isSet"], ["property": "lastName", "operator": "isSet"]]
      ])
    for id in ["part1", "part2"] {
      let result = try #require(translations.first { $0.segment.id == id }).result
      guard case .inlined = result else {
        Issue.record("\(id) is \(result)")
        continue
      }
    }
  }

  @Test func whatCannotBeTakenOverIsRefusedWithEveryReason() throws {
    let translations = try translate("references.json")
    #expect(reasons("deals", in: translations).map(\.code) == [.unsupportedType])
    #expect(reasons("of-deals", in: translations).map(\.code) == [.unsupportedType])
    #expect(reasons("under-of-deals", in: translations).map(\.code) == [.dependsOnRefused])
    #expect(reasons("a", in: translations).map(\.code) == [.cycle])
    #expect(reasons("b", in: translations).map(\.code) == [.cycle])
    #expect(reasons("orphan", in: translations).map(\.code) == [.unknownReference])
    #expect(reasons("company-child", in: translations).map(\.code) == [.unsupportedType])
    #expect(
      reasons("codes", in: translations).map(\.pointer.description) == [
        "/conditions/0/propertyOperator", "/conditions/1/propertyValue", "/conditions/2/propertyValue",
        "/conditions/3/propertyName", "/conditions/4/eventOccurence", "/conditions/5",
      ])
    #expect(translations.count == 17)
    let other = try #require(translations.first { $0.segment.id == nil })
    guard case .refused(let reasons) = other.result else {
      Issue.record("\(other.result)")
      return
    }
    #expect(reasons.map(\.code) == [.notASegment])
  }

  @Test func extendedJSONAndLinesAreRead() throws {
    let drafts = drafts(try translate("mongoexport.ndjson"))
    #expect(drafts.map(\.key) == ["5e8c0f2e1c9d440000a1b2c3", "5e8c0f2e1c9d440000a1b2c4"])
    #expect(drafts.first?.definition["filter"] == ["event": "purchase", "count": ["atLeast": 2]])
    let ids = ["5e8c0f2e1c9d440000a1b2c3": "seg_1"]
    #expect(drafts.last?.definition(with: ids)["parent"] == "seg_1")
  }

  @Test func whatIsNoExportIsSaidToBeNone() {
    for text in ["", "{", "5", #"{"name": "x"}"#, "{\"contentType\": \"lead\"}\nnonsense"] {
      #expect(throws: InvalidInput.self, "\(text)") { try ErxesExport(Array(text.utf8)) }
    }
  }

  @Test func partsThatUseEachOtherManyTimesAreRefusedSoon() throws {
    let levels = (0..<20).map { level in
      #"{"_id":"p\#(level)","contentType":"lead","conditions":[{"subSegmentId":"p\#(level + 1)"},{"subSegmentId":"p\#(level + 1)"}]}"#
    }
    let last = #"{"_id":"p20","contentType":"lead","conditions":[{"propertyName":"a","propertyOperator":"is"}]}"#
    let first = #"{"_id":"s","name":"S","contentType":"lead","conditions":[{"subSegmentId":"p0"}]}"#
    let export = try ErxesExport(Array("[\(([first, last] + levels).joined(separator: ","))]".utf8))
    let translations = ErxesImport(export, zone: .utc).translate()
    #expect(!reasons("s", in: translations).isEmpty)
  }
}
