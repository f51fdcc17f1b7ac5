/// The requests that wait, and whether somebody is writing: a value, its methods tell the pipeline what to do.
struct IngestQueue: Sendable {
  enum Entry: Sendable, Equatable {
    /// It waits, and the writer is to be started.
    case startWriter
    /// It waits, and the writer will come to it.
    case wait
    /// It is not taken.
    case refuse(IngestRefusal)
  }

  private let limits: PipelineLimits
  private var waiting: [PendingRequest] = []
  private(set) var waitingMessages = 0
  private var waitingBytes = 0
  private(set) var isWriting = false
  private var isStopping = false
  private var whenIdle: [@Sendable () -> Void] = []

  init(limits: PipelineLimits) {
    self.limits = limits
  }

  mutating func enqueue(_ request: PendingRequest) -> Entry {
    if isStopping {
      return .refuse(
        IngestRefusal(
          503, .stopping, "the server is stopping; send this again in a moment", retryAfter: limits.retryAfterFailure))
    }
    if waitingMessages >= limits.waitingMessages || waitingBytes >= limits.waitingBytes {
      return .refuse(
        IngestRefusal(
          429, .overloaded, "too many messages are waiting to be written; send this again in a moment",
          retryAfter: limits.retryAfterOverload))
    }
    append(request)
    if isWriting { return .wait }
    isWriting = true
    return .startWriter
  }

  /// The next requests to be written in one transaction; nil where none waits: the writer is then to end, and to
  /// call what waits for that.
  mutating func nextGroup() -> [PendingRequest]? {
    var count = 0
    var messages = 0
    for request in waiting {
      count += 1
      messages += request.batch.items.count
      if messages >= limits.groupMessages { break }
    }
    guard count > 0 else {
      isWriting = false
      return nil
    }
    let group = Array(waiting.prefix(count))
    waiting.removeFirst(count)
    for request in group {
      waitingMessages -= request.batch.items.count
      waitingBytes -= request.batch.memory
    }
    return group
  }

  /// All requests that wait, which are not to be written.
  mutating func takeWaiting() -> [PendingRequest] {
    defer { (waiting, waitingMessages, waitingBytes) = ([], 0, 0) }
    return waiting
  }

  /// False where somebody writes, or nothing is to be written any more. Whoever is told true is the writer.
  mutating func beginAttempt() -> Bool {
    if isWriting || isStopping { return false }
    isWriting = true
    return true
  }

  /// Requests for which the transaction had no time, to come first in the next.
  mutating func putBack(_ requests: some Collection<PendingRequest>) {
    let later = waiting
    waiting = []
    (waitingMessages, waitingBytes) = (0, 0)
    for request in requests { append(request) }
    for request in later { append(request) }
  }

  /// Takes nothing more.
  /// - Parameter idle: called once everything is written.
  /// - Returns: what is to be called now.
  mutating func stop(whenIdle idle: @escaping @Sendable () -> Void) -> [@Sendable () -> Void] {
    isStopping = true
    whenIdle.append(idle)
    return isWriting ? [] : takeIdleCalls()
  }

  mutating func takeIdleCalls() -> [@Sendable () -> Void] {
    defer { whenIdle = [] }
    return whenIdle
  }

  private mutating func append(_ request: PendingRequest) {
    waiting.append(request)
    waitingMessages += request.batch.items.count
    waitingBytes += request.batch.memory
  }
}
