import Foundation
package import SegmentModel
package import SegmentStore

/// Endpoints. A running `LiveSegments`, in this process or another, picks up what is written here.
extension SegmentService {
  /// How long the secret of before signs beside a new one, in milliseconds.
  package static let rotation: Int64 = 86_400_000

  /// The answer bears the secret: it is shown this once.
  /// - Throws: `InvalidInput`, `ServiceError.limitReached`.
  package func createWebhook(_ json: JSONValue) throws -> WebhookEndpoint {
    try store.write { writing in
      guard try writing.endpointCount() < SegmentLimits.endpoints else {
        throw ServiceError.limitReached("There are \(SegmentLimits.endpoints) endpoints, which is the most.")
      }
      let settings = try read(json, writing)
      return try writing.insertEndpoint(settings, secret: Self.newSecret(), at: try now(writing))
    }
  }

  package func webhooks() throws -> [WebhookEndpoint] { try store.read { try $0.endpoints() } }

  /// - Throws: `ServiceError.notFound`.
  package func webhook(_ id: String) throws -> WebhookEndpoint { try store.read { try endpoint(id, $0) } }

  /// Takes each top-level field of `json` whole in place of the old one.
  /// - Throws: `InvalidInput`, `ServiceError.notFound`, `.stale`.
  package func patchWebhook(_ id: String, with json: JSONValue, expecting revision: Int64?) throws -> WebhookEndpoint {
    guard let fields = json.objectValue else {
      throw InvalidInput([InputError(.root, .wrongType, "must be an object, not \(json.kindName)")])
    }
    return try store.write { writing in
      let old = try endpoint(id, writing)
      try check(revision, against: old.revision)
      let kept = old.settings.json.filter { member in !fields.contains { $0.key == member.key } }
      let settings = try read(.object(kept + fields), over: old, writing)
      return settings == old.settings ? old : try writing.updateEndpoint(old, to: settings, at: try now(writing))
    }
  }

  /// - Throws: `ServiceError.notFound`, `.stale`.
  package func deleteWebhook(_ id: String, expecting revision: Int64?) throws {
    try store.write { writing in
      let old = try endpoint(id, writing)
      try check(revision, against: old.revision)
      try writing.deleteEndpoint(old)
    }
  }

  /// Puts a `webhook.test` in line.
  /// - Returns: the message's id, under which the attempts are found.
  /// - Throws: `ServiceError.notFound`.
  package func testWebhook(_ id: String) throws -> String {
    try store.write { try $0.putTest(to: try endpoint(id, $0), at: try now($0)) }
  }

  /// - Throws: `ServiceError.notFound`.
  package func pauseWebhook(_ id: String) throws -> WebhookEndpoint { try setEnabled(false, id) }

  /// Also forgets how the endpoint failed. What waited goes out.
  /// - Throws: `ServiceError.notFound`.
  package func resumeWebhook(_ id: String) throws -> WebhookEndpoint { try setEnabled(true, id) }

  /// Makes a new secret, which the answer bears; the one before signs beside it for a day.
  /// - Throws: `ServiceError.notFound`.
  package func rotateWebhook(_ id: String) throws -> WebhookEndpoint {
    try store.write { writing in
      let now = try now(writing)
      return try writing.rotateSecret(
        of: try endpoint(id, writing), to: Self.newSecret(), until: now.advanced(milliseconds: Self.rotation), at: now)
    }
  }

  /// Attempts of the last 7 days, the newest first.
  /// - Throws: `ServiceError.notFound`.
  package func deliveries(of id: String, limit: Int = 100) throws -> [RecordedAttempt] {
    try store.read { reading in
      try reading.attempts(of: try endpoint(id, reading).row, limit: min(max(limit, 1), Self.largestPage))
    }
  }

  /// Puts messages that were set aside back in line.
  /// - Returns: how many.
  /// - Throws: `ServiceError.notFound`.
  package func replayWebhook(_ id: String) throws -> Int {
    try store.write { try $0.reviveMessages(of: try endpoint(id, $0)) }
  }

  private func setEnabled(_ enabled: Bool, _ id: String) throws -> WebhookEndpoint {
    try store.write { writing in
      let old = try endpoint(id, writing)
      var settings = old.settings
      settings.enabled = enabled
      return try writing.updateEndpoint(old, to: settings, at: try now(writing))
    }
  }

  private func endpoint(_ id: String, _ reading: SegmentReading) throws -> WebhookEndpoint {
    guard let endpoint = try reading.endpoint(id) else { throw ServiceError.notFound(id) }
    return endpoint
  }

  private func read(
    _ json: JSONValue, over old: WebhookEndpoint? = nil, _ reading: SegmentReading
  ) throws -> WebhookSettings {
    var reader = WebhookReader(urlProblem: urlProblem, known: old?.settings.segments ?? .all, reading)
    return try reader.read(json)
  }

  /// `whsec_` and the base64 of 32 bytes of the system's generator, as Standard Webhooks writes it.
  private static func newSecret() -> String {
    var generator = SystemRandomNumberGenerator()
    let bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    return "whsec_" + Data(bytes).base64EncodedString()
  }
}

extension WebhookSettings {
  /// As sent and answered.
  var json: [JSONMember] {
    var segmentsJSON: JSONValue = "all"
    if case .only(let ids) = segments { segmentsJSON = .array(ids.map { .string($0) }) }
    return [
      JSONMember("url", .string(url)),
      JSONMember("events", .array(events.map(\.rawValue).sorted().map { .string($0) })),
      JSONMember("segments", segmentsJSON),
      JSONMember("properties", .array(properties.map { .string($0) })),
      JSONMember("minInterval", JSONValue(minInterval)),
      JSONMember("format", .string(format.rawValue)),
      JSONMember("enabled", .boolean(enabled)),
      JSONMember("description", description.map { .string($0) } ?? .null),
    ]
  }
}

extension WebhookEndpoint {
  /// As answered; the secret only to creation and rotation.
  package func json(showingSecret: Bool = false) -> JSONValue {
    var members = [JSONMember("id", .string(id)), JSONMember("revision", JSONValue(revision))] + settings.json
    if showingSecret { members.append(JSONMember("secret", .string(secret))) }
    members += [
      JSONMember("disabledReason", disabledReason.map { .string($0) } ?? .null),
      JSONMember("consecutiveFailures", .number(Double(consecutiveFailures))),
      JSONMember("failingSince", failingSince.map { .string($0.description) } ?? .null),
      JSONMember("nextAttemptAt", nextAttemptAt.map { .string($0.description) } ?? .null),
      JSONMember("createdAt", .string(createdAt.description)), JSONMember("updatedAt", .string(updatedAt.description)),
    ]
    return .object(members)
  }
}

extension RecordedAttempt {
  package var json: JSONValue {
    [
      "message": .string(message), "type": .string(type.rawValue), "segment": segment.map { .string($0) } ?? .null,
      "at": .string(at.description), "status": status.map { .number(Double($0)) } ?? .null,
      "failure": failure.map { .string($0) } ?? .null, "tookMs": .number(Double(duration)),
      "answer": .string(String(decoding: answer, as: UTF8.self)),
    ]
  }
}
