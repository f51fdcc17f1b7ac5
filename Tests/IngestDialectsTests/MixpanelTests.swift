import EventIngest
import IngestDialects
import SegmentModel
import Testing

@Suite struct MixpanelTests {
  private func read(
    _ path: String, _ body: String, query: [String: String] = [:], headers: [String: String] = [:],
    at receivedAt: Instant = .noon
  ) throws(IngestRefusal) -> IngestBatch {
    try MixpanelDialect().read(
      IngestRequest(
        method: "POST", path: path, query: query, headers: headers, body: Array(body.utf8), receivedAt: receivedAt))
  }

  private func message(_ path: String, _ body: String) throws -> IngestMessage {
    try #require(try read(path, body).items.first).content.get()
  }

  private func traits(_ update: String) throws -> ContactTraits {
    try #require(try message("/engage", #"{"$token": "key", "$distinct_id": "42", \#(update)}"#).identify).traits
  }

  private func rejection(_ path: String, _ body: String) throws -> String? {
    guard case .failure(let rejection) = try read(path, body).items.first?.content else { return nil }
    return rejection.code
  }

  private func names(_ message: IngestMessage) -> [String] {
    message.claims.map { "\($0.identifier.kind.rawValue):\($0.identifier.value)" }
  }

  // MARK: - Requests

  private let event = #"{"event":"e","properties":{"token":"key","distinct_id":"1"}}"#

  @Test func dataIsJSONOrBase64OrTheBodyItself() throws {
    let encoded =
      "%7B%22event%22%3A%22e%22%2C%22properties%22%3A%7B%22token%22%3A%22key%22%2C%22distinct_id%22%3A%221%22%7D%7D"
    let base64 = "eyJldmVudCI6ImUiLCJwcm9wZXJ0aWVzIjp7InRva2VuIjoia2V5IiwiZGlzdGluY3RfaWQiOiIxIn19"
    for body in ["data=\(encoded)&verbose=1&ip=0", "ip=0&data=\(base64)", "data=\(base64)%3D%3D", event, "[\(event)]"] {
      for path in ["/track", "/track/", "/import"] {
        let batch = try read(path, body)
        #expect(batch.writeKey == "key")
        #expect(try batch.items.first?.content.get().event?.name == "e")
        #expect(batch.isSingle)
      }
    }
  }

  @Test func keyIsTheTokenElseThatOfTheCall() throws {
    let plain = #"[{"event":"e","properties":{"distinct_id":"1"}}]"#
    #expect(try read("/import", plain, headers: ["authorization": "Basic a2V5Og=="]).writeKey == "key")
    #expect(try read("/import", plain, query: ["token": "key"]).writeKey == "key")
    #expect(try read("/import", "[\(event)]", headers: ["authorization": "Basic b3RoZXI6"]).writeKey == "key")
    #expect(try read("/track", plain).writeKey == nil)
    let other = event.replacing("key", with: "other")
    let batch = try read("/track", "[\(event),\(other)]")
    guard case .failure(let rejection) = batch.items[1].content else { throw Tracking.OtherMessage() }
    #expect(rejection.code == "otherKey")
    #expect(batch.items[1].body.text == #"{"event":"e","properties":{"distinct_id":"1"}}"#)
  }

  @Test(arguments: ["", "data=", "data=***", "verbose=1", "{", "nonsense"])
  func bodyOfAnotherShapeIs400WithAStatus(body: String) throws {
    let refusal = try #require(Tracking.refusal { () throws(IngestRefusal) in try read("/track", body) })
    #expect(refusal.status == 400)
    let answer = try JSONReader.read(MixpanelDialect().response(to: refusal).body)
    #expect(answer["status"] == 0)
    #expect(answer["error"]?.stringValue?.isEmpty == false)
    #expect(answer["code"] != nil && answer["message"] != nil)
  }

  @Test func statusSaysWhetherAnythingWasTaken() throws {
    let batch = try read("/track", "[]", query: ["verbose": "1"])
    func status(accepted: Int, rejected: Int) throws -> [JSONValue?] {
      var outcome = IngestOutcome()
      outcome.accepted = accepted
      outcome.rejected = (0..<rejected).map { IngestOutcome.Indexed($0, Rejection(.missingEvent, "none")) }
      let answer = try JSONReader.read(MixpanelDialect().response(to: outcome, of: batch).body)
      return [answer["status"], answer["error"]]
    }
    #expect(try status(accepted: 1, rejected: 0) == [1, .null])
    #expect(try status(accepted: 1, rejected: 1) == [1, .null])
    #expect(try status(accepted: 0, rejected: 0) == [1, .null])
    #expect(try status(accepted: 0, rejected: 2) == [0, "missingEvent: none"])
  }

  // MARK: - Events

  @Test func eventIsWhatTheLibraryForPythonSends() throws {
    let message = try message(
      "/track",
      """
      {"event": "bought", "properties": {"token": "key", "distinct_id": "42", "time": 1795521000.25,
        "$insert_id": "abc", "mp_lib": "python", "$lib_version": "5.4.1", "price": 5, "ip": "192.0.2.1"}}
      """)
    #expect(names(message) == ["userId:42"])
    #expect(message.messageID == "abc")
    #expect(message.time == Instant(milliseconds: 1_795_521_000_250))
    #expect(
      try #require(message.event).attributes == [
        "mp_lib": .text("python"), "$lib_version": .text("5.4.1"), "price": .number(5),
      ])
  }

  @Test func timeIsOfSecondsOrMilliseconds() throws {
    for time in ["1795521000", "1795521000000", "\"2026-11-24T11:50:00\""] {
      let message = try message(
        "/track", #"{"event": "e", "properties": {"distinct_id": "1", "time": \#(time)}}"#)
      #expect(message.time == Instant("2026-11-24T11:50:00Z"))
    }
  }

  @Test func devicesAreAnonymous() throws {
    let event = { (who: String) in #"{"event": "e", "properties": {\#(who)}}"# }
    #expect(names(try message("/track", event(#""distinct_id": "$device:d", "$device_id": "d""#))) == ["anonymousId:d"])
    #expect(
      names(try message("/track", event(#""distinct_id": "42", "$device_id": "d", "$user_id": "42""#)))
        == ["userId:42", "anonymousId:d"])
    #expect(names(try message("/track", event(#""distinct_id": "d", "$device_id": "d""#))) == ["anonymousId:d"])
    #expect(
      names(
        try message(
          "/track", #"{"event": "$identify", "properties": {"$identified_id": "42", "$anon_id": "$device:d"}}"#))
        == ["userId:42", "anonymousId:d"])
  }

  @Test func aliasAndMergeMakeTwoIdsOne() throws {
    let alias = try message(
      "/track", #"{"event": "$create_alias", "properties": {"distinct_id": "old", "alias": "new"}}"#)
    #expect(alias.action == .alias(previous: "old"))
    #expect(names(alias) == ["userId:new"])
    let merge = try message("/import", #"{"event": "$merge", "properties": {"$distinct_ids": ["a", "b"]}}"#)
    #expect(merge.action == .alias(previous: "b"))
    #expect(names(merge) == ["userId:a"])
  }

  // MARK: - Profiles

  @Test func setAndUnsetWriteProperties() throws {
    let traits = try traits(
      ##""$set": {"$email": "ann@example.com", "$first_name": "Ann", "plan": "pro", "a": {"b": 1}}"##)
    #expect(
      Tracking.values(traits.properties) == [
        "primaryEmail": .text("ann@example.com"), "firstName": .text("Ann"), "plan": .text("pro"), "a.b": .number(1),
      ])
    #expect(
      try Tracking.values(self.traits(#""$unset": ["plan", "$phone"]"#).properties) == [
        "plan": nil, "primaryPhone": nil,
      ])
    #expect(
      try self.traits(#""$set": {"$created": "2020-01-01T00:00:00"}"#).createdAt == Instant("2020-01-01T00:00:00Z"))
  }

  @Test(arguments: [
    (#""$set_once": {"a": "x", "b": null}"#, [PropertyUpdate("a", .setOnce(.text("x")))]),
    (#""$add": {"a": 1, "b": -0.5}"#, [PropertyUpdate("a", .add(1)), PropertyUpdate("b", .add(-0.5))]),
    (#""$append": {"a": "x"}"#, [PropertyUpdate("a", .append([.text("x")]))]),
    (
      #""$append": {"$transactions": {"$amount": 5, "$time": "t"}}"#,
      [
        PropertyUpdate("$transactions.$amount", .append([.number(5)])),
        PropertyUpdate("$transactions.$time", .append([.text("t")])),
      ]
    ),
    (#""$union": {"a": ["x", 1]}"#, [PropertyUpdate("a", .union([.text("x"), .number(1)]))]),
    (#""$remove": {"a": "x"}"#, [PropertyUpdate("a", .remove([.text("x")]))]),
  ])
  func changesDependOnTheOldValue(update: String, expected: [PropertyUpdate]) throws {
    #expect(try traits(update).updates == expected)
  }

  @Test func emailThatIsSetOnceIsAnIdentifier() throws {
    let message = try message("/engage", #"{"$distinct_id": "42", "$set_once": {"$email": "Ann@example.com"}}"#)
    #expect(names(message) == ["userId:42", "email:ann@example.com"])
  }

  /// What the rules keep is set once as it is set.
  @Test func timeOfCreationAndStateOfAnAddressAreSetOnce() throws {
    let once = try traits(#""$set_once": {"$created": "2020-01-01T00:00:00", "state": "Bavaria", "a": 1}"#)
    #expect(once.createdAt == Instant("2020-01-01T00:00:00Z"))
    #expect(once.state == nil && once.properties.isEmpty)
    #expect(
      once.updates == [
        PropertyUpdate("traits.state", .setOnce(.text("Bavaria"))), PropertyUpdate("a", .setOnce(.number(1))),
      ])
    let both = try traits(
      #""$set": {"$created": "2021-01-01T00:00:00"}, "$set_once": {"$created": "2020-01-01T00:00:00"}"#)
    #expect(both.createdAt == Instant("2021-01-01T00:00:00Z"))
    let twice = try traits(#""$set_once": {"$created": "2021-01-01T00:00:00", "createdAt": "2020-01-01T00:00:00"}"#)
    #expect(twice.createdAt == Instant("2021-01-01T00:00:00Z"))
    let group = try message(
      "/groups", #"{"$group_key": "company", "$group_id": "g", "$set_once": {"$created": "2020-01-01T00:00:00"}}"#)
    guard case .company(let company) = group.action else { throw Tracking.OtherMessage() }
    #expect(company.createdAt == Instant("2020-01-01T00:00:00Z"))
  }

  @Test(arguments: [
    (#""$add": {"a": "1"}"#, "badOperand"), (#""$add": 1"#, "badOperand"), (#""$append": {"a": true}"#, "badOperand"),
    (#""$union": {"a": ["x", null]}"#, "badOperand"), (#""$remove": {"a": [[1]]}"#, "badOperand"),
    (#""$unset": "a""#, "badOperand"), (#""$add": {"sessionCount": 1}"#, "keptByRules"),
    (#""$set_once": {"state": "lead"}"#, "keptByRules"),
    (#""$delete": """#, "unknownOperation"), (#""$multiply": {"a": 2}"#, "unknownOperation"),
    (#""$time": true"#, "badTimestamp"),
  ])
  func updateThatCannotBeMappedIsRejectedWithACode(update: String, code: String) throws {
    #expect(try rejection("/engage", #"{"$token": "key", "$distinct_id": "42", \#(update)}"#) == code)
  }

  @Test func updateSentAgainIsTheSameWhereItsTimeTells() throws {
    let update = { (time: String, amount: Int) in
      try self.message("/engage", #"{"$distinct_id": "42", "$time": \#(time), "$add": {"a": \#(amount)}}"#).messageID
    }
    let id = try #require(try update("1795521000.123456", 1))
    #expect(try update("1795521000.123456", 1) == id)
    #expect(try update("1795521000.123457", 1) != id)
    #expect(try update("1795521000.123456", 2) != id)
    #expect(try update("1795521000123", 1) != nil)
    #expect(try update("1795521000123", 1) != update("1795521000124", 1))
    #expect(try update("1795521000", 1) == nil)
    let named = try message("/engage", #"{"$distinct_id": "42", "$insert_id": "i", "$add": {"a": 1}}"#)
    #expect(named.messageID == "i")
  }

  private func updates(_ body: String) throws -> [IngestMessage] {
    try read("/engage", body).items.map { try $0.content.get() }
  }

  private func ids(_ body: String) throws -> [String?] { try updates(body).map(\.messageID) }

  @Test(arguments: [#""$add": {"a": 1}"#, #""$append": {"a": "x"}"#])
  func updatesThatAddAreKnownForHalfAnHourByTheRequestThatBearsSeveral(operation: String) throws {
    let update = #"{"$distinct_id": "42", \#(operation)}"#
    let two = try ids("[\(update), \(update)]")
    #expect(two[0] != nil && two[0] != two[1])
    #expect(try ids("[\(update), \(update)]") == two)
    #expect(try updates("[\(update), \(update)]").map(\.repeatMilliseconds) == [1_800_000, 1_800_000])
    #expect(try ids("[\(update), \(update), \(update)]")[0] != two[0])
    #expect(try ids("[\(update)]") == [nil])
  }

  @Test func updatesThatCanBeRepeatedAreTakenEachTime() throws {
    let operations = [
      #""$set": {"a": 1}"#, #""$set_once": {"a": 1}"#, #""$union": {"a": ["x"]}"#, #""$remove": {"a": "x"}"#,
      #""$unset": ["a"]"#,
    ]
    let updates = operations.map { #"{"$distinct_id": "42", \#($0)}"# }
    #expect(try ids("[\(updates.joined(separator: ", "))]") == operations.map { _ in nil })
  }

  @Test func updateThatCannotBeReadIsRejectedAlone() throws {
    let bad = #"{"$token": "key", "$distinct_id": "1", "$set": {"a": "\ud800"}}"#
    let batch = try read("/engage", "[\(bad), \(bad.replacing(#"\ud800"#, with: "b"))]")
    #expect(batch.writeKey == "key")
    guard case .failure(let rejection) = batch.items[0].content else { throw Tracking.OtherMessage() }
    #expect(rejection.code == "unreadable")
    #expect(batch.items[0].body.stringValue?.contains("key") == false)
    #expect(try batch.items[1].content.get().claims.count == 1)
  }

  @Test func formMayBeInTheQuery() throws {
    let data = #"{"event":"e","properties":{"token":"key","distinct_id":"1"}}"#
    #expect(MixpanelDialect().routes.contains(IngestRoute("GET", "/track")))
    let batch = try MixpanelDialect().read(
      IngestRequest(method: "GET", path: "/track", query: ["data": data, "ip": "0"], receivedAt: .noon))
    #expect(batch.writeKey == "key")
    #expect(try batch.items.first?.content.get().event?.name == "e")
    let head = IngestRequest(method: "HEAD", path: "/track", query: ["data": data], receivedAt: .noon)
    #expect(Tracking.refusal { () throws(IngestRefusal) in try MixpanelDialect().read(head) }?.status == 400)
  }

  /// Libraries that do not ask for more look for `1`, whatever else.
  @Test func answerIsAWordUnlessMoreIsAskedFor() throws {
    let answer = { (path: String, body: String, query: [String: String]) in
      var outcome = IngestOutcome()
      outcome.accepted = 1
      let response = MixpanelDialect().response(to: outcome, of: try self.read(path, body, query: query))
      #expect(response.status == 200 && response.headers["Strata-Position"] == "0")
      return String(decoding: response.body, as: UTF8.self)
    }
    #expect(try answer("/track", event, [:]) == "1")
    #expect(try answer("/engage", "data=%5B%5D&verbose=0", [:]) == "1")
    #expect(try JSONReader.read(answer("/track", event, ["verbose": "1"]))["status"] == 1)
    #expect(try JSONReader.read(answer("/engage", "data=%5B%5D&verbose=1", [:]))["status"] == 1)
    #expect(try JSONReader.read(answer("/import", event, [:]))["status"] == 1)
    #expect(try answer("/import", event, ["verbose": "0"]) == "1")
  }

  @Test func groupIsACompanyWithoutAContact() throws {
    let message = try message(
      "/groups",
      #"{"$token": "key", "$group_key": "company", "$group_id": "acme", "$union": {"tags": ["a"]}, "$set": {"$name": "Acme"}}"#
    )
    guard case .company(let company) = message.action else { throw Tracking.OtherMessage() }
    #expect(company.groupID == "acme")
    #expect(Tracking.values(company.properties) == ["primaryName": .text("Acme")])
    #expect(
      try rejection("/groups", #"{"$group_key": "company", "$group_id": "a", "$delete": ""}"#) == "unknownOperation")
    #expect(try rejection("/groups", #"{"$group_key": "company", "$set": {"a": 1}}"#) == "missingGroupID")
  }
}
