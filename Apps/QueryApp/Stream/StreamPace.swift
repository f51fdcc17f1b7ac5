/// When a stream writes what. A value, so that it needs no clock.
struct StreamPace: Sendable {
  typealias Moment = ContinuousClock.Instant

  /// A client hears something at least this often.
  static let heartbeat = Duration.seconds(15)
  /// How long one write may wait for the client to read.
  static let patience = Duration.seconds(10)

  enum Turn: Equatable {
    /// Nothing to tell, and the client has heard something of late.
    case rest
    case write
    case heartbeat
  }

  private var wroteAt: Moment
  private var checkedAt: Moment
  private var writingSince: Moment?

  init(at now: Moment) {
    wroteAt = now
    checkedAt = now
  }

  func turn(hasNews: Bool, at now: Moment) -> Turn {
    if hasNews { return .write }
    return now - wroteAt >= Self.heartbeat ? .heartbeat : .rest
  }

  /// Whether the caller's access is to be looked at again; asked at each turn.
  mutating func isCheckDue(at now: Moment) -> Bool {
    guard now - checkedAt >= Self.heartbeat else { return false }
    checkedAt = now
    return true
  }

  mutating func begin(at now: Moment) { writingSince = now }

  mutating func end(at now: Moment) {
    writingSince = nil
    wroteAt = now
  }

  /// The client does not read what is written.
  func isStuck(at now: Moment) -> Bool { writingSince.map { now - $0 > Self.patience } ?? false }
}
