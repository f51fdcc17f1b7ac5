/// What a result means for the message and its endpoint. `retryAfter` is in milliseconds.
package enum DeliveryVerdict: Sendable, Equatable {
  /// 2xx.
  case delivered
  /// Nothing is wrong with the message: no answer, 3xx (no redirect is followed), 408, 425, 429, 5xx.
  case failed(retryAfter: Int64?)
  /// Any other 4xx: the endpoint does not want this message.
  case refused(retryAfter: Int64?)
  /// 410: the endpoint wants no message any more.
  case gone
  /// The failure was ours; it says nothing about the endpoint.
  case unsent

  package init(_ result: DeliveryResult) {
    switch result {
    case .answered(let status, let retryAfter, _, _):
      switch status {
      case 200..<300: self = .delivered
      case 410: self = .gone
      case 408, 425, 429: self = .failed(retryAfter: retryAfter)
      case 400..<500: self = .refused(retryAfter: retryAfter)
      default: self = .failed(retryAfter: retryAfter)
      }
    case .failed(let failure, _):
      self = failure.isOurs ? .unsent : .failed(retryAfter: nil)
    }
  }
}
