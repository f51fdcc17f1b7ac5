import EventIngest
import IngestDialects
import SegmentModel
import Testing

@Suite struct PostHogTests {
  private func request(
    _ body: String, path: String = "/batch/", query: [String: String] = [:], headers: [String: String] = [:]
  ) -> IngestRequest {
    IngestRequest(
      method: "POST", path: path, query: query, headers: headers, body: Array(body.utf8), receivedAt: .noon)
  }

  private func read(_ body: String, path: String = "/batch/") throws(IngestRefusal) -> IngestBatch {
    try PostHogDialect().read(request(body, path: path))
  }

  private func message(_ event: String) throws -> IngestMessage {
    let items = try read(event, path: "/capture/").items
    return try #require(items.first).content.get()
  }

  private func rejection(_ event: String) throws -> String? {
    guard case .failure(let rejection) = try read(event).items.first?.content else { return nil }
    return rejection.code
  }

  private func names(_ message: IngestMessage) -> [String] {
    message.claims.map { "\($0.identifier.kind.rawValue):\($0.identifier.value)" }
  }

  // MARK: - Requests

  @Test func batchIsWhatTheLibraryForPythonSends() throws {
    let batch = try read(
      """
      {"batch": [{"properties": {"plan": "pro", "$lib": "posthog-python", "$geoip_disable": true},
        "timestamp": "2026-11-24T11:59:00.5+00:00", "event": "bought", "distinct_id": "42",
        "uuid": "01890a5d-ac96-774b-bcce-b302099a8057"}],
       "historical_migration": false, "sent_at": "2026-11-24T12:00:00+00:00", "api_key": "key"}
      """)
    #expect(batch.writeKey == "key")
    #expect(!batch.isSingle)
    let message = try #require(batch.items.first).content.get()
    #expect(names(message) == ["userId:42"])
    #expect(message.messageID == "01890a5d-ac96-774b-bcce-b302099a8057")
    #expect(message.time == Instant("2026-11-24T11:59:00.500Z"))
    let event = try #require(message.event)
    #expect(event.name == "bought")
    #expect(
      event.attributes == ["plan": .text("pro"), "$lib": .text("posthog-python"), "$geoip_disable": .boolean(true)])
  }

  @Test func eventsComeAloneAsListsAndAsForms() throws {
    let event = #"{"event": "e", "properties": {"distinct_id": "1", "token": "key"}}"#
    for path in ["/e/", "/i/v0/e/", "/capture/", "/batch"] {
      #expect(PostHogDialect().routes.contains(IngestRoute("POST", path.last == "/" ? String(path.dropLast()) : path)))
      let single = try read(event, path: path)
      #expect(single.isSingle && single.writeKey == "key")
      #expect(try read("[\(event), \(event)]", path: path).items.count == 2)
    }
    // The same as Base64, in a form.
    let base64 = "eyJldmVudCI6ICJlIiwgInByb3BlcnRpZXMiOiB7ImRpc3RpbmN0X2lkIjogIjEiLCAidG9rZW4iOiAia2V5In19"
    let form = try read("data=\(base64)&ver=1", path: "/e/")
    #expect(form.writeKey == "key")
    #expect(try form.items.first?.content.get().event?.name == "e")
    #expect(
      try read("data=%7B%22event%22%3A%22a+b%22%2C%22distinct_id%22%3A%221%22%7D").items.first?.content.get().event?
        .name == "a b")
  }

  @Test func keyHasItsPlaces() throws {
    let event = #"{"event": "e", "distinct_id": "1""#
    #expect(try read(event + #", "api_key": "key"}"#).writeKey == "key")
    #expect(try PostHogDialect().read(request(event + "}", query: ["api_key": "key"])).writeKey == "key")
    #expect(
      try PostHogDialect().read(request(event + "}", headers: ["authorization": "Bearer key"])).writeKey == "key")
    #expect(try read(#"{"token": "key", "batch": []}"#).writeKey == "key")
    #expect(try read(event + "}").writeKey == nil)
  }

  @Test(arguments: ["", "nonsense", "data=***", #"{"batch": 5}"#, "{", "x=1"])
  func bodyOfAnotherShapeIs400(body: String) {
    let refusal = Tracking.refusal { () throws(IngestRefusal) in try read(body) }
    #expect(refusal?.status == 400)
  }

  @Test func eventWithAnotherKeyIsRejectedAlone() throws {
    let batch = try read(
      #"[{"event": "e", "distinct_id": "1", "api_key": "a"}, {"event": "e", "distinct_id": "1", "api_key": "b"}]"#)
    #expect(batch.writeKey == "a")
    guard case .failure(let rejection) = batch.items[1].content else { throw Tracking.OtherMessage() }
    #expect(rejection.code == "otherKey")
    #expect(batch.items[1].body["api_key"] == nil)
  }

  // MARK: - Events

  @Test func eventSetsPropertiesBesideIt() throws {
    let message = try message(
      """
      {"event": "bought", "distinct_id": "1", "$set": {"top": 1}, "properties": {"price": 5,
        "$set": {"email": "ann@example.com", "address": {"city": "Ulm"}, "gone": null},
        "$set_once": {"first": {"url": "/"}}, "$unset": ["old"], "$groups": {"company": "acme", "project": "p1"}}}
      """)
    let traits = try #require(message.traits)
    #expect(
      Tracking.values(traits.properties) == [
        "top": .number(1), "primaryEmail": .text("ann@example.com"), "address.city": .text("Ulm"), "gone": nil,
        "old": nil,
      ])
    #expect(traits.updates == [PropertyUpdate("first.url", .setOnce(.text("/")))])
    #expect(names(message) == ["userId:1", "email:ann@example.com"])
    #expect(traits.links.count == 2)
    #expect(
      try #require(message.event).attributes == [
        "price": .number(5), "$groups.company": .text("acme"), "$groups.project": .text("p1"),
      ])
  }

  @Test func emailThatIsSetOnceIsAnIdentifier() throws {
    let message = try message(
      #"{"event": "e", "distinct_id": "1", "properties": {"$set_once": {"email": "Ann@example.com"}}}"#)
    #expect(names(message) == ["userId:1", "email:ann@example.com"])
  }

  @Test func timeOfCreationAndStateOfAnAddressAreSetOnce() throws {
    let message = try message(
      """
      {"event": "signed up", "distinct_id": "1",
        "properties": {"$set_once": {"createdAt": "2020-01-01T00:00:00Z", "state": "BY"}}}
      """)
    let traits = try #require(message.traits)
    #expect(message.event?.name == "signed up")
    #expect(traits.createdAt == Instant("2020-01-01T00:00:00Z"))
    #expect(traits.updates == [PropertyUpdate("traits.state", .setOnce(.text("BY")))])
  }

  @Test(arguments: ["$set", "$set_once", "$unset"])
  func updateIsNoEvent(event: String) throws {
    let operand = event == "$unset" ? #"["plan"]"# : #"{"plan": "pro"}"#
    let message = try message(#"{"event": "\#(event)", "distinct_id": "1", "\#(event)": \#(operand)}"#)
    let identify = try #require(message.identify)
    #expect(identify.traits.properties.count + identify.traits.updates.count == 1)
    #expect(message.traits == nil)
  }

  @Test func identifyJoinsTheAnonymousHistory() throws {
    let message = try message(
      """
      {"event": "$identify", "distinct_id": "42",
        "properties": {"$anon_distinct_id": "device", "$device_id": "device", "$set": {"plan": "pro"}}}
      """)
    #expect(names(message) == ["userId:42", "anonymousId:device"])
    #expect(Tracking.values(try #require(message.identify).traits.properties) == ["plan": .text("pro")])
  }

  @Test func deviceIsAnonymousUntilItIsIdentified() throws {
    let event = { (more: String) in #"{"event": "e", "distinct_id": "d", "properties": {\#(more)}}"# }
    #expect(names(try message(event(#""$device_id": "d""#))) == ["anonymousId:d"])
    #expect(names(try message(event(#""$process_person_profile": false"#))) == ["anonymousId:d"])
    #expect(names(try message(event(#""$device_id": "other", "$user_id": "d""#))) == ["userId:d", "anonymousId:other"])
    #expect(names(try message(event(""))) == ["userId:d"])
  }

  @Test func aliasMakesTwoIdsOne() throws {
    let message = try message(
      #"{"event": "$create_alias", "distinct_id": "old", "properties": {"distinct_id": "old", "alias": "new"}}"#)
    #expect(message.action == .alias(previous: "old"))
    #expect(names(message) == ["userId:new"])
  }

  @Test func groupIsACompanyWithoutAContact() throws {
    let message = try message(
      """
      {"event": "$groupidentify", "distinct_id": "random", "properties":
        {"$group_type": "company", "$group_key": "acme", "$group_set": {"name": "Acme", "seats": 5}}}
      """)
    guard case .company(let company) = message.action else { throw Tracking.OtherMessage() }
    #expect(company.groupID == "acme")
    #expect(Tracking.values(company.properties) == ["primaryName": .text("Acme"), "seats": .number(5)])
    #expect(message.claims.isEmpty)
  }

  @Test func groupThatAPersonIsInLinksThem() throws {
    let message = try message(
      """
      {"event": "$groupidentify", "distinct_id": "42", "properties": {"$group_type": "company",
        "$group_key": "acme", "$group_set": {"seats": 5}, "$groups": {"company": "acme"}}}
      """)
    guard case .group(let company) = message.action else { throw Tracking.OtherMessage() }
    #expect(company.groupID == "acme")
    #expect(names(message) == ["userId:42"])
  }

  @Test func viewsHaveTheNamesOfTheProduct() throws {
    #expect(try message(#"{"event": "$pageview", "distinct_id": "1"}"#).event?.name == "viewPage")
    #expect(try message(#"{"event": "$screen", "distinct_id": "1"}"#).event?.name == "viewScreen")
  }

  @Test func offsetIsTheTimeSinceItHappened() throws {
    #expect(
      try message(#"{"event": "e", "distinct_id": "1", "offset": 1500}"#).time
        == Instant.noon.advanced(milliseconds: -1500))
    #expect(try message(#"{"event": "e", "distinct_id": "1"}"#).time == .noon)
  }

  @Test(arguments: [
    ("5", "notAnObject"), (#"{"distinct_id": "1"}"#, "missingEvent"),
    (#"{"event": "e", "distinct_id": {}}"#, "badIdentifier"),
    (#"{"event": "e", "distinct_id": "1", "properties": 5}"#, "wrongType"),
    (#"{"event": "e", "distinct_id": "1", "timestamp": "soon"}"#, "badTimestamp"),
    (#"{"event": "e", "distinct_id": "1", "uuid": 5}"#, "badMessageID"),
    (#"{"event": "$set", "distinct_id": "1", "$set": [1]}"#, "badOperand"),
    (#"{"event": "$unset", "distinct_id": "1", "$unset": "plan"}"#, "badOperand"),
    (#"{"event": "$set_once", "distinct_id": "1", "$set_once": {"sessionCount": 5}}"#, "keptByRules"),
    (#"{"event": "$create_alias", "distinct_id": "1"}"#, "missingPreviousID"),
    (#"{"event": "$groupidentify", "distinct_id": "1"}"#, "missingGroupID"),
    (#"{"event": "$groupidentify", "properties": {"$group_key": "g", "$set": {"a": 1}}}"#, "badOperand"),
  ])
  func eventThatCannotBeMappedIsRejectedWithACode(event: String, code: String) throws {
    #expect(try rejection("[\(event)]") == code)
  }

  @Test(arguments: [#""\ud800""#, "1e999", #""\x""#])
  func eventThatCannotBeReadIsRejectedAlone(value: String) throws {
    let event = { (value: String) in
      #"{"event": "e", "distinct_id": "1", "token": "key", "properties": {"token": "key", "a": \#(value)}}"#
    }
    let list = "[\(event("1")), \(event(value)), \(event("2"))]"
    for body in [list, #"{"api_key": "key", "batch": \#(list), "sent_at": "2026-11-24T12:00:00Z"}"#] {
      let batch = try read(body)
      #expect(batch.writeKey == "key")
      let codes = batch.items.map { if case .failure(let rejection) = $0.content { rejection.code } else { "" } }
      #expect(codes == ["", "unreadable", ""])
      #expect(batch.items[1].body.stringValue?.contains("key") == false)
      #expect(batch.items[1].call == nil)
    }
    let alone = Tracking.refusal { () throws(IngestRefusal) in try read(event(value)) }
    #expect(alone?.code == "badJSON")
  }

  @Test(arguments: [
    ("/flags/", #"{"token": "key", "distinct_id": "1"}"#), ("/decide", #"{"api_key": "key"}"#),
    ("/flags", "data=%7B%22token%22%3A%22key%22%7D"), ("/array/key/config", ""),
  ])
  func librariesAreToldThatThereAreNoFlags(path: String, body: String) throws {
    let question = try #require(PostHogDialect().question(in: request(body, path: path)))
    #expect(question.writeKey == "key")
    #expect(question.answer.status == 200)
    let answer = try JSONReader.read(question.answer.body)
    #expect(answer["featureFlags"] == .object([]) || answer["hasFeatureFlags"] == false)
    #expect(PostHogDialect().question(in: request(body, path: "/capture/")) == nil)
  }

  @Test func answerSaysOk() throws {
    var outcome = IngestOutcome()
    outcome.accepted = 1
    outcome.position = 7
    let response = PostHogDialect().response(to: outcome, of: try read(#"{"batch": []}"#))
    #expect(response.status == 200)
    #expect(response.headers["Strata-Position"] == "7")
    #expect(try JSONReader.read(response.body)["status"] == "Ok")
  }
}
