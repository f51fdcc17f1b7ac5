import SegmentModel
import Synchronization

/// Bounds of what each key and each address may send; beyond them 429 with `Retry-After`.
/// Source: values-and-identity, "Identity", bounds.
///
/// A key is bounded whoever presents it. An address is bounded for what anybody can send: messages of browser sources,
/// whose keys are public, and requests without a key that is known. A server's own key is secret, and all that it
/// sends comes from few addresses.
package final class IngestRates: Sendable {
  private let keys: Mutex<RateBound<Int64>>
  private let addresses: Mutex<RateBound<String>>

  /// - Parameters:
  ///   - perKey: messages a second of a source; nil for no bound.
  ///   - perAddress: messages a second of an address; nil for no bound.
  ///   - burstSeconds: seconds' worth of messages that may come at once.
  package init(perKey: Int? = nil, perAddress: Int? = nil, burstSeconds: Int = 10) {
    keys = Mutex(RateBound(perSecond: perKey, burstSeconds: burstSeconds))
    addresses = Mutex(RateBound(perSecond: perAddress, burstSeconds: burstSeconds))
  }

  /// Takes messages, or refuses them.
  /// - Parameter source: nil where the key is not known.
  func admit(messages: Int, of source: Source?, _ request: IngestRequest) throws(IngestRefusal) {
    let units = max(messages, 1)
    let now = request.receivedAt
    let address = source?.kind == .server ? nil : request.address
    if let address, let wait = addresses.withLock({ $0.wait(for: address, at: now) }) {
      throw Self.refusal("this address", wait: wait)
    }
    if let source {
      let wait = keys.withLock { keys in
        let wait = keys.wait(for: source.id, at: now)
        if wait == nil { keys.note(units, of: source.id, at: now) }
        return wait
      }
      if let wait { throw Self.refusal("this write key", wait: wait) }
    }
    if let address { addresses.withLock { $0.note(units, of: address, at: now) } }
  }

  private static func refusal(_ sender: String, wait: Int64) -> IngestRefusal {
    IngestRefusal(
      429, .rateLimited, "\(sender) sends more than is taken from one; send this again later",
      retryAfter: Int((wait + 999) / 1000))
  }
}
