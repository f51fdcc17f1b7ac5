import CurlDestination
import Foundation
import SegmentModel
import SegmentSync
import Synchronization

/// The secret, id, timestamp and body of the example in the specification of Standard Webhooks.
enum Example {
  static let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
  static let id = "msg_p5jXN8AQM9LWM0D4loKWxJek"
  static let timestamp: Int64 = 1_614_265_330
  static let body = Array(#"{"test": 2432232314}"#.utf8)
  static let signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
}

func attempt(
  to url: String, id: String = Example.id, body: [UInt8] = Example.body, contentType: String = "application/json",
  secrets: [String] = [Example.secret]
) -> DeliveryAttempt {
  DeliveryAttempt(
    messageID: id, timestamp: Instant(milliseconds: Example.timestamp * 1_000 + 999), url: url, body: body,
    contentType: contentType, secrets: secrets)
}

/// A destination that may send to this machine.
func localDestination(
  clock: any WallClock = SystemClock(), _ change: (inout CurlSettings) -> Void = { _ in }
) throws -> CurlDestination {
  var settings = CurlSettings()
  settings.addresses.allowPrivateAddresses = true
  change(&settings)
  return try CurlDestination(settings: settings, clock: clock)
}

extension CurlDestination {
  func result(of attempt: DeliveryAttempt) async -> DeliveryResult {
    await withCheckedContinuation { continuation in
      send(attempt) { continuation.resume(returning: $0) }
    }
  }

  /// Shuts down on a thread that may be blocked.
  func shutDownAside() async {
    await withCheckedContinuation { continuation in
      Thread {
        self.shutDown()
        continuation.resume()
      }.start()
    }
  }
}

extension DeliveryResult {
  var status: Int? {
    if case .answered(let status, _, _, _) = self { status } else { nil }
  }

  var failure: DeliveryFailure.Code? {
    if case .failed(let failure, _) = self { failure.code } else { nil }
  }

  var sentence: String? {
    if case .failed(let failure, _) = self { failure.sentence } else { nil }
  }

  var retryAfter: Int64? {
    if case .answered(_, let retryAfter, _, _) = self { retryAfter } else { nil }
  }

  var bodyPrefix: [UInt8]? {
    if case .answered(_, _, let prefix, _) = self { prefix } else { nil }
  }

  var milliseconds: Int {
    switch self {
    case .answered(_, _, _, let milliseconds), .failed(_, let milliseconds): milliseconds
    }
  }
}

struct HeldClock: WallClock {
  var now: Instant
}

/// Closed until it is opened, then open for good; whoever waits on it blocks its thread.
final class Barrier: Sendable {
  private let semaphore = DispatchSemaphore(value: 0)

  func open() {
    semaphore.signal()
  }

  func pass() {
    semaphore.wait()
    semaphore.signal()
  }
}

/// Counts how often each of many things happened, and tells when there were enough in all.
final class Tally: Sendable {
  private struct State {
    var results: [Int: [DeliveryResult]] = [:]
    var count = 0
    var awaited: (count: Int, CheckedContinuation<Void, Never>)?
  }

  private let state = Mutex(State())

  func add(_ key: Int, _ result: DeliveryResult) {
    state.withLock { state in
      state.results[key, default: []].append(result)
      state.count += 1
      if let (count, continuation) = state.awaited, state.count >= count {
        state.awaited = nil
        continuation.resume()
      }
    }
  }

  var results: [Int: [DeliveryResult]] { state.withLock { $0.results } }
  var count: Int { state.withLock { $0.count } }

  func reaches(_ count: Int) async {
    await withCheckedContinuation { continuation in
      state.withLock { state in
        if state.count >= count { continuation.resume() } else { state.awaited = (count, continuation) }
      }
    }
  }
}
