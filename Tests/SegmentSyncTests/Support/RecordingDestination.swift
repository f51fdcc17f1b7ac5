import SegmentModel
import SegmentSync
import Synchronization

/// Keeps what it is given; a test answers it, or it answers at once.
final class RecordingDestination: Destination {
  struct Sent: Sendable {
    var id: String
    var url: String
    var contentType: String
    var secrets: [String]
    var bytes: [UInt8]
    var body: JSONValue
    var type: String { body["type"]?.stringValue ?? "" }
    var data: JSONValue { body["data"] ?? .null }
    var segment: String { data["segment"]?["id"]?.stringValue ?? "" }
  }

  private struct State {
    var sent: [Sent] = []
    var open: [(id: String, completion: @Sendable (DeliveryResult) -> Void)] = []
    /// What is answered at once; nil leaves messages open.
    var answer: (@Sendable (Sent) -> DeliveryResult?)?
    var atShutDown = DeliveryResult.failed(DeliveryFailure(.shutDown, "shutting down"), milliseconds: 0)
  }

  private let state = Mutex(State())

  init(answering status: Int? = 200) { self.status(status) }

  /// What every message is answered from now on; nil leaves them open.
  func status(_ status: Int?) {
    answer { _ in status.map(DeliveryResult.status) }
  }

  func answer(_ answer: @escaping @Sendable (Sent) -> DeliveryResult?) {
    state.withLock { $0.answer = answer }
  }

  func send(_ attempt: DeliveryAttempt, completion: @escaping @Sendable (DeliveryResult) -> Void) {
    let sent = Sent(
      id: attempt.messageID, url: attempt.url, contentType: attempt.contentType, secrets: attempt.secrets,
      bytes: attempt.body, body: (try? JSONReader.read(attempt.body)) ?? .null)
    let result = state.withLock { state in
      state.sent.append(sent)
      let result = state.answer?(sent)
      if result == nil { state.open.append((sent.id, completion)) }
      return result
    }
    if let result { completion(result) }
  }

  func shutDown() { finish(state.withLock { $0.atShutDown }) }

  func answersAtShutDown(_ result: DeliveryResult) { state.withLock { $0.atShutDown = result } }

  /// Answers what is open.
  func finish(_ result: DeliveryResult = .status(200)) {
    let open = state.withLock { state in
      defer { state.open = [] }
      return state.open
    }
    for each in open { each.completion(result) }
  }

  var sent: [Sent] { state.withLock { $0.sent } }
  var openCount: Int { state.withLock { $0.open.count } }

  /// What was sent since the last call.
  func takeSent() -> [Sent] {
    state.withLock { state in
      defer { state.sent = [] }
      return state.sent
    }
  }
}

extension DeliveryResult {
  static func status(_ status: Int) -> DeliveryResult {
    .answered(status: status, retryAfter: nil, bodyPrefix: Array("answer".utf8), milliseconds: 3)
  }
}
