/// What a path of the tracking API takes.
enum TrackingCall: Sendable, Equatable {
  /// One message of a type.
  case single(TrackingMessageType)
  /// A list of messages, each with its type.
  case batch
  /// Asked for by browser libraries at their start.
  case settings

  init?(path: String) {
    switch path {
    case "/v1/batch", "/v1/b", "/v1/import", "/sdk/batch": self = .batch
    case "/v1/i": self = .single(.identify)
    case "/v1/t": self = .single(.track)
    case "/v1/p": self = .single(.page)
    case "/v1/s": self = .single(.screen)
    case "/v1/g": self = .single(.group)
    case "/v1/a": self = .single(.alias)
    case "/sourceConfig/": self = .settings
    default:
      if path.hasPrefix("/v1/projects/"), path.hasSuffix("/settings") {
        self = .settings
      } else if path.hasPrefix("/v1/"), let type = TrackingMessageType(rawValue: String(path.dropFirst(4))) {
        self = .single(type)
      } else {
        return nil
      }
    }
  }

  var method: String { self == .settings ? "GET" : "POST" }
}

enum TrackingMessageType: String, Sendable, CaseIterable {
  case identify, track, page, screen, group, alias
}
