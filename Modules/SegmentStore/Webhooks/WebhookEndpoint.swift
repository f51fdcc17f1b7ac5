package import SegmentModel

/// Where messages are sent, and which.
package struct WebhookEndpoint: Sendable, Equatable {
  package var row: Int64
  /// `whk_…`.
  package var id: String
  package var revision: Int64
  package var settings: WebhookSettings
  /// `whsec_…`.
  package var secret: String
  /// Signs beside `secret` until `previousSecretUntil`, while a rotation is under way.
  package var previousSecret: String?
  package var previousSecretUntil: Instant?
  /// Why it was disabled by itself; nil where it was not.
  package var disabledReason: String?
  package var createdAt: Instant
  package var updatedAt: Instant
  /// Attempts that failed in a row, when the first of them ended, and before when none is made.
  package var consecutiveFailures: Int
  package var failingSince: Instant?
  package var nextAttemptAt: Instant?

  /// The secrets that sign at an instant, the newest first.
  package func secrets(at now: Instant) -> [String] {
    guard let previousSecret, let until = previousSecretUntil, now < until else { return [secret] }
    return [secret, previousSecret]
  }
}

// Secrets and URLs (which may bear a password) are shown by no accident.
extension WebhookEndpoint: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "endpoint \(id)" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: ["id": id]) }
}

/// What a person decides about an endpoint.
package struct WebhookSettings: Sendable, Equatable {
  package static let defaultMinInterval: Int64 = 1000

  package var url: String
  package var events: Set<WebhookEvent>
  package var segments: WebhookSegments
  /// Names of the properties that contacts in messages bear.
  package var properties: [String]
  /// Least time between two counts of one segment, in milliseconds.
  package var minInterval: Int64
  package var format: WebhookFormat
  package var enabled: Bool
  package var description: String?

  package init(
    url: String, events: Set<WebhookEvent>, segments: WebhookSegments = .all, properties: [String] = [],
    minInterval: Int64 = defaultMinInterval, format: WebhookFormat = .standard, enabled: Bool = true,
    description: String? = nil
  ) {
    self.url = url
    self.events = events
    self.segments = segments
    self.properties = properties
    self.minInterval = minInterval
    self.format = format
    self.enabled = enabled
    self.description = description
  }
}

/// Which segments an endpoint is told of.
package enum WebhookSegments: Sendable, Equatable {
  case all
  /// Their ids.
  case only([String])

  func contains(_ id: String) -> Bool {
    switch self {
    case .all: true
    case .only(let ids): ids.contains(id)
    }
  }
}

/// Types of messages.
package enum WebhookEvent: String, Sendable, CaseIterable {
  case countUpdated = "segment.count.updated"
  case membersChanged = "segment.members.changed"
  case membersReset = "segment.members.reset"
  case definitionUpdated = "segment.definition.updated"
  case deleted = "segment.deleted"
  case test = "webhook.test"

  /// Those that an endpoint can ask for; a test comes when it is asked for, to whichever endpoint.
  package static let selectable = allCases.filter { $0 != .test }
}

package enum WebhookFormat: String, Sendable, CaseIterable {
  /// `{"type", "timestamp", "data"}`.
  case standard
  /// CloudEvents 1.0, structured JSON.
  case cloudEvents = "cloudevents"

  package var mediaType: String {
    switch self {
    case .standard: "application/json"
    case .cloudEvents: "application/cloudevents+json"
    }
  }
}
