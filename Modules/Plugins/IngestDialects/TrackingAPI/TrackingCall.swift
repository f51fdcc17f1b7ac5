import EventIngest
import SegmentModel

/// What a path of the tracking API takes.
enum TrackingCall: Sendable, Equatable {
  /// One message of a type.
  case single(TrackingMessageType)
  /// A list of messages, each with its type.
  case batch
  /// Asked by browser libraries at their start.
  case question(Question)

  enum Question: Sendable, Equatable {
    case projectSettings(writeKey: String)
    case sourceConfig
  }

  /// Nil for a path that is none of `routes`.
  init?(path: String) {
    let parts = path.split(separator: "/")
    switch (parts.first, parts.dropFirst().first, parts.count) {
    case ("v1", "projects", 4) where parts.last == "settings":
      guard let key = PercentEncoding.decode(parts[2]) else { return nil }
      self = .question(.projectSettings(writeKey: key))
    case ("sourceConfig", nil, 1): self = .question(.sourceConfig)
    case ("v1", "batch", 2), ("v1", "b", 2), ("v1", "import", 2), ("sdk", "batch", 2): self = .batch
    case ("v1", let name?, 2):
      guard let type = TrackingMessageType.allCases.first(where: { name == $0.rawValue || name == $0.shortForm })
      else { return nil }
      self = .single(type)
    default: return nil
    }
  }

  static var routes: [IngestRoute] {
    let names = TrackingMessageType.allCases.flatMap { [$0.rawValue, $0.shortForm] } + ["batch", "b", "import"]
    return names.map { IngestRoute("POST", "/v1/\($0)") } + [
      IngestRoute("POST", "/sdk/batch"), IngestRoute("GET", "/v1/projects/{writeKey}/settings"),
      IngestRoute("GET", "/sourceConfig"),
    ]
  }
}

enum TrackingMessageType: String, Sendable, CaseIterable {
  case identify, track, page, screen, group, alias

  /// As browser libraries write it in paths.
  var shortForm: String { String(rawValue.prefix(1)) }

  /// By which one message of the type can be taken again.
  var call: IngestCall { IngestCall(dialect: TrackingAPI.name, path: "/v1/\(rawValue)") }
}
