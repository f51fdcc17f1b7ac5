import FilterCompiler
import SegmentModel
import Testing

/// What is said of filters that are valid and yet look like slips.
@Suite struct FilterWarningsTests {
  /// A catalog written by hand.
  private struct Facts: CatalogFacts {
    var properties: [PropertyKey: PropertyFacts] = [
      PropertyKey(.contact, "plan"): PropertyFacts(holders: 3, types: .text),
      PropertyKey(.contact, "sizes"): PropertyFacts(holders: 3, types: .text),
      PropertyKey(.contact, "mrr"): PropertyFacts(holders: 3, types: .number),
      PropertyKey(.contact, "ok"): PropertyFacts(holders: 3, types: .boolean),
      PropertyKey(.contact, "gone"): PropertyFacts(holders: 0, types: .text),
      PropertyKey(.contact, "interests"): PropertyFacts(holders: 3, types: [.text, .list]),
      PropertyKey(.contact, "mixed"): PropertyFacts(holders: 3, types: [.text, .number]),
      PropertyKey(.contact, "until"): PropertyFacts(holders: 3, types: .text),
      PropertyKey(.contact, "trialEnd"): PropertyFacts(holders: 3, types: .number, dateUnit: .milliseconds),
      PropertyKey(.tracked, "tier"): PropertyFacts(holders: 3, types: .text),
      PropertyKey(.company, "seats"): PropertyFacts(holders: 3, types: .number),
    ]
    var values: [PropertyKey: [Value]] = [
      PropertyKey(.contact, "plan"): [.text("pro"), .text("80%")],
      PropertyKey(.contact, "sizes"): [.text("pro"), .text(" 80 ")],
      PropertyKey(.contact, "until"): [.text("2026-01-01")],
    ]

    func property(_ key: PropertyKey) -> PropertyFacts? { properties[key] }
    func samples(of key: PropertyKey, limit: Int) -> [Value] { Array((values[key] ?? []).prefix(limit)) }
    func hasEvent(named name: String) -> Bool { name == "purchase" }

    func types(ofAttribute attribute: String, of event: String) -> SeenTypes? {
      ["price": .number, "view": .text, "gift": .boolean][attribute]
    }
  }

  private func warnings(_ filter: String, type: String = "contact") throws -> [FilterWarning] {
    let definition = try SegmentReader.read([
      "name": "S", "contentType": .string(type), "filter": try JSONReader.read(filter),
    ])
    let now = try #require(Instant("2026-11-24T12:34:56Z"))
    return try FilterWarnings.all(of: definition, facts: Facts(), workspaceZone: .utc, now: now)
  }

  /// `pointer code` of each.
  private func told(_ filter: String, type: String = "contact") throws -> [String] {
    try warnings(filter, type: type).map { "\($0.pointer) \($0.code.rawValue)" }
  }

  @Test func namesThatNobodyHasAreTold() throws {
    #expect(try told(#"{"property":"plann","operator":"isSet"}"#) == ["/filter/property unknownProperty"])
    #expect(try told(#"{"property":"gone","operator":"isSet"}"#) == ["/filter/property unknownProperty"])
    #expect(try told(#"{"tracked":"plan","operator":"isSet"}"#) == ["/filter/tracked unknownTracked"])
    #expect(try told(#"{"not":{"event":"bought"}}"#) == ["/filter/not/event unknownEvent"])
    #expect(
      try told(#"{"event":"purchase","where":{"any":[{"attribute":"prize","operator":"isSet"}]}}"#) == [
        "/filter/where/any/0/attribute unknownAttribute"
      ])
    #expect(
      try told(#"{"event":"purchase","aggregate":{"function":"sum","attribute":"x","operator":"equals","value":1}}"#)
        == ["/filter/aggregate/attribute unknownAttribute"])
    #expect(
      try told(#"{"sequence":[{"event":"purchase"},{"not":{"event":"cancel"}}],"within":"1d"}"#) == [
        "/filter/sequence/1/not/event unknownEvent"
      ])
    #expect(
      try told(#"{"contacts":{"property":"seats","operator":"isSet"}}"#, type: "company") == [
        "/filter/contacts/property unknownProperty"
      ])
    #expect(try told(#"{"company":{"property":"seats","operator":"isSet"}}"#) == [])
    for known in ["email", "plan", "birthDate", "createdAt"] {
      #expect(try told(#"{"property":"\#(known)","operator":"isSet"}"#) == [], "\(known)")
    }
  }

  @Test func textComparedWithANumberIsTold() throws {
    let warning = try #require(try warnings(#"{"property":"plan","operator":"greaterThan","value":5}"#).first)
    #expect(warning.code == .typeMismatch)
    #expect(warning.detail.hasPrefix("this compares text with a number: \"plan\" was only ever text"))
    #expect(try told(#"{"property":"plan","operator":"equals","value":5}"#) == ["/filter typeMismatch"])
    #expect(try told(#"{"property":"plan","operator":"on","value":"2026-01-01"}"#) == ["/filter typeMismatch"])
    #expect(try told(#"{"property":"plan","operator":"isTrue"}"#) == ["/filter typeMismatch"])
    #expect(
      try told(#"{"event":"purchase","where":{"attribute":"view","operator":"lessThan","value":5}}"#) == [
        "/filter/where typeMismatch"
      ])
  }

  @Test func whatMayFitIsNotTold() throws {
    for filter in [
      #"{"property":"sizes","operator":"greaterThan","value":5}"#, #"{"property":"mixed","operator":"isTrue"}"#,
      #"{"property":"interests","operator":"greaterThan","value":5}"#,
      #"{"property":"until","operator":"before","value":"now"}"#,
      #"{"tracked":"tier","operator":"lessThan","value":5}"#,
      #"{"property":"trialEnd","operator":"inTheNext","value":"3d"}"#,
      #"{"property":"mrr","operator":"contains","value":"5"}"#,
      #"{"property":"state","operator":"equals","value":"LEAD"}"#,
      #"{"event":"purchase","where":{"attribute":"view","operator":"on","value":"now/d"}}"#,
    ] {
      #expect(try told(filter) == [], "\(filter)")
    }
  }

  @Test func kindsThatNeverFitAreTold() throws {
    #expect(try told(#"{"property":"ok","operator":"greaterThan","value":5}"#) == ["/filter typeMismatch"])
    #expect(try told(#"{"property":"mrr","operator":"isFalse"}"#) == ["/filter typeMismatch"])
    #expect(try told(#"{"property":"sessionCount","operator":"on","value":"now/d"}"#) == ["/filter typeMismatch"])
    let date = try #require(try warnings(#"{"property":"mrr","operator":"before","value":"now"}"#).first)
    #expect(date.detail.hasSuffix("the catalog can declare it to be a date"))
    #expect(
      try told(#"{"event":"purchase","aggregate":{"function":"sum","attribute":"gift","operator":"equals","value":1}}"#)
        == ["/filter/aggregate/attribute typeMismatch"])
  }

  @Test(arguments: [
    (#"{"property":"mrr","operator":"between","value":[5,4]}"#, "/filter/value"),
    (#"{"property":"until","operator":"between","value":["2026-02-01","2026-01-01"]}"#, "/filter/value"),
    (#"{"property":"state","operator":"equals","value":"client"}"#, "/filter/value"),
    (#"{"sample":{"percent":0,"salt":"x"}}"#, "/filter/sample"),
    (#"{"event":"purchase","within":{"from":"2026-02-01","to":"2026-01-01"}}"#, "/filter/within"),
    (#"{"event":"purchase","where":{"attribute":"price","operator":"between","value":[2,1]}}"#, "/filter/where/value"),
    (
      #"{"all":[{"property":"plan","operator":"equals","value":"a"},{"property":"plan","operator":"in","value":["b","c"]}]}"#,
      "/filter/all/1"
    ),
    (
      #"{"all":[{"property":"email","operator":"isSet"},{"event":"purchase"},{"property":"primaryEmail","operator":"isNotSet"}]}"#,
      "/filter/all/2"
    ),
    (
      #"{"all":[{"property":"mrr","operator":"greaterThan","value":5},{"property":"mrr","operator":"lessOrEqual","value":5}]}"#,
      "/filter/all/1"
    ),
    (
      #"{"all":[{"property":"createdAt","operator":"before","value":"2020-01-01"},{"property":"createdAt","operator":"onOrAfter","value":"2020-01-01"}]}"#,
      "/filter/all/1"
    ),
    (#"{"all":[{"property":"ok","operator":"isTrue"},{"property":"ok","operator":"isFalse"}]}"#, "/filter/all/1"),
  ])
  func whatCanNeverHoldIsTold(filter: String, pointer: String) throws {
    #expect(try told(filter) == ["\(pointer) neverHolds"])
  }

  @Test func aTimeThatIsStillToComeIsToldAsSuch() throws {
    #expect(try told(#"{"event":"purchase","within":{"from":"2027-01-01"}}"#) == ["/filter/within/from notYet"])
  }

  @Test func whatCanHoldIsNotSaidToBeImpossible() throws {
    for filter in [
      // Ends that move come to lie on the other side as the clock goes on.
      #"{"property":"until","operator":"between","value":["2026-12-01","now"]}"#,
      #"{"all":[{"property":"lastSeenAt","operator":"before","value":"now-30d"},{"property":"lastSeenAt","operator":"after","value":"2026-11-01"}]}"#,
      #"{"event":"purchase","within":{"from":"now+12h/d"}}"#,
      #"{"all":[{"property":"interests","operator":"equals","value":"a"},{"property":"interests","operator":"equals","value":"b"}]}"#,
      #"{"all":[{"property":"tags","operator":"equals","value":"a"},{"property":"tags","operator":"equals","value":"b"}]}"#,
      #"{"all":[{"property":"plan","operator":"equals","value":"A"},{"property":"plan","operator":"in","value":["a","b"]}]}"#,
      #"{"any":[{"property":"plan","operator":"equals","value":"a"},{"property":"plan","operator":"equals","value":"b"}]}"#,
      #"{"all":[{"property":"mrr","operator":"greaterOrEqual","value":5},{"property":"mrr","operator":"lessOrEqual","value":5}]}"#,
      #"{"property":"mrr","operator":"between","value":[5,5]}"#,
      #"{"event":"purchase","count":{"exactly":0},"within":{"from":"2027-01-01"}}"#,
      #"{"event":"purchase","within":{"from":"2026-11-24","to":"2027-01-01"}}"#,
      #"{"all":[{"property":"createdAt","operator":"onOrBefore","value":"2020-01-01"},{"property":"createdAt","operator":"onOrAfter","value":"2020-01-01"}]}"#,
    ] {
      #expect(try told(filter) == [], "\(filter)")
    }
  }
}
