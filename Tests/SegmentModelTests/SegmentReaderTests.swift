import SegmentModel
import Testing

@Suite struct SegmentReaderTests {
  private func read(_ text: String) throws -> SegmentDefinition { try SegmentReader.read(try JSONReader.read(text)) }

  /// The mistakes of a filter of contacts, as "pointer code".
  private func mistakes(inFilter filter: String, of contentType: String = "contact") throws -> [String] {
    do {
      _ = try read(#"{"name":"S","contentType":"\#(contentType)","filter":\#(filter)}"#)
      return []
    } catch let invalid as InvalidInput {
      return invalid.errors.map { "\($0.pointer) \($0.code.rawValue)" }
    }
  }

  @Test func readsTheSeedsExample() throws {
    let segment = try read(
      #"{"name":" Inactive ","contentType":"customer","filter":{"property":"lastSeenAt","operator":"dateRelativeLessThan","value":" now-21d/d "}}"#
    )
    #expect(segment.name == "Inactive")
    #expect(SegmentColor.isValid(segment.color))
    let math = DateMath(terms: [.init(-21, .day)], rounding: .day)
    #expect(segment.filter == .property("lastSeenAt", Condition(.dateRelativeLessThan, .date(.math(math)))))
  }

  @Test func everyNodeOfTheLanguageIsRead() throws {
    let filters = [
      #"{"all":[]}"#, #"{"any":[{"not":{"tracked":"t","operator":"isSet"}}]}"#,
      #"{"event":"e","where":{"any":[{"attribute":"a","operator":"between","value":[1,2]}]},"count":{"atMost":3},"within":{"from":"2020-01-01"}}"#,
      #"{"event":"e","aggregate":{"function":"sum","attribute":"a","operator":"equals","value":5}}"#,
      #"{"event":"e","occurrence":"first","having":{"attribute":"a","operator":"isSet"}}"#,
      #"{"event":"e","periods":{"unit":"w","of":4,"atLeast":3}}"#,
      #"{"sequence":[{"event":"a"},{"not":{"event":"b"}},{"event":"c","where":{}}],"within":"7d","window":{"last":"90d"}}"#,
      #"{"segment":"seg_1"}"#, #"{"list":"lst_1"}"#,
      #"{"company":{"all":[{"property":"plan","operator":"equals","value":"pro"},{"segment":"seg_2"}]},"quantifier":"none"}"#,
      #"{"sample":{"percent":10,"salt":"spring"}}"#,
    ]
    for filter in filters { #expect(try mistakes(inFilter: filter) == [], "\(filter)") }
    #expect(try mistakes(inFilter: #"{"contacts":{"event":"e"},"count":{"atLeast":3}}"#, of: "company") == [])
  }

  @Test(arguments: [
    (
      #"{"all":[{"property":"a","operator":"equals"},{"foo":1}],"x":1}"#,
      ["/filter/x unknownKey", "/filter/all/0 missingKey", "/filter/all/1 unknownNode"]
    ),
    (#"{"property":"a","operator":"isSet","value":1}"#, ["/filter/value unexpectedValue"]),
    (#"{"property":"a","operator":"equals","value":""}"#, ["/filter/value emptyValue"]),
    (#"{"property":"a","operator":"equals","value":null}"#, ["/filter/value emptyValue"]),
    (#"{"property":"a","operator":"eq","value":1}"#, ["/filter/operator unknownOperator"]),
    (#"{"property":"a","operator":"in","value":[]}"#, ["/filter/value emptyValue"]),
    (
      #"{"property":"a","operator":"in","value":["x",null,[1]]}"#,
      ["/filter/value/1 emptyValue", "/filter/value/2 wrongType"]
    ),
    (#"{"any":[]}"#, ["/filter/any emptyValue"]),
    (#"{"event":"e","occurrence":"last","count":{"atLeast":1}}"#, ["/filter conflictingKeys"]),
    (#"{"event":"e","count":{"atLeast":-1}}"#, ["/filter/count/atLeast outOfRange"]),
    (#"{"event":"e","within":{"last":"1M"}}"#, ["/filter/within/last badValue"]),
    (#"{"event":"e","having":{"attribute":"a","operator":"isSet"}}"#, ["/filter/having notAllowedHere"]),
    (#"{"sequence":[{"not":{"event":"a"}},{"event":"b"}]}"#, ["/filter/sequence/0 notAllowedHere"]),
    (#"{"sequence":[{"event":"a"},{"not":{"event":"b"}}]}"#, ["/filter/sequence/1 missingKey"]),
    (#"{"company":{"company":{"all":[]}}}"#, ["/filter/company notAllowedHere"]),
    (#"{"contacts":{"all":[]}}"#, ["/filter notAllowedHere"]),
    (#"{"property":"a","operator":"on","value":" 2020-01-01"}"#, ["/filter/value badValue"]),
    (#"{"property":"a","tracked":"b","operator":"isSet"}"#, ["/filter conflictingKeys"]),
    (#"{"property":"a","operator":"willOccurBeforeNthDay","value":1.5}"#, ["/filter/value outOfRange"]),
    (#"{"property":"a~/b","operator":"isSet","k/~":1}"#, ["/filter/k~1~0 unknownKey"]),
  ]) func everyMistakeIsToldByItsPlace(filter: String, expected: [String]) throws {
    #expect(try mistakes(inFilter: filter) == expected)
  }

  @Test func depthAndNodesAreBounded() throws {
    func nested(_ levels: Int) -> String {
      String(repeating: #"{"not":"#, count: levels - 1) + #"{"all":[]}"# + String(repeating: "}", count: levels - 1)
    }
    #expect(try mistakes(inFilter: nested(16)) == [])
    #expect(try mistakes(inFilter: nested(17)).map { $0.suffix(7) } == ["tooDeep"])
    func wide(_ nodes: Int) -> String {
      #"{"all":["# + (1..<nodes).map { _ in #"{"all":[]}"# }.joined(separator: ",") + "]}"
    }
    #expect(try mistakes(inFilter: wide(500)) == [])
    #expect(try mistakes(inFilter: wide(501)) == ["/filter tooMany"])
  }

  @Test func mistakesOfTheWholeAreToldTogether() throws {
    do {
      _ = try read(#"{"name":"","color":"red","contentType":"people","timeZone":"Mars/X","filter":{},"foo":1}"#)
      Issue.record("accepted")
    } catch let invalid as InvalidInput {
      #expect(
        Set(invalid.errors.map(\.pointer.description)) == [
          "/name", "/color", "/contentType", "/timeZone", "/filter", "/foo",
        ])
    }
  }

  @Test func companiesHaveNeitherEventsNorExceptions() throws {
    #expect(try mistakes(inFilter: #"{"event":"e"}"#, of: "company") == ["/filter notAllowedHere"])
  }
}

@Suite struct OperatorTableTests {
  @Test func eachErxesCodeNamesOneOperator() {
    let codes = Operator.allCases.flatMap(\.definition.erxesCodes)
    #expect(Set(codes).count == codes.count)
    #expect(codes.count == 24)
    for code in codes { #expect(Operator(erxesCode: code)?.definition.erxesCodes.contains(code) == true) }
  }

  @Test func aNegativeOperatorHoldsForWhatIsMissingAndItsPositiveDoesNot() {
    for op in Operator.allCases {
      guard let positive = op.definition.complements else { continue }
      #expect(op.definition.whenMissing && !positive.definition.whenMissing)
      #expect(op.definition.shape == positive.definition.shape && op.definition.view == positive.definition.view)
    }
  }
}
