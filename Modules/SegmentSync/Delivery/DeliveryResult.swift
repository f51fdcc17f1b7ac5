/// How an attempt ended.
package enum DeliveryResult: Sendable, Equatable {
  /// The endpoint answered, with whatever status.
  /// - `retryAfter`: the answer's `Retry-After` as milliseconds from the answer on, never negative; nil where there
  ///   is none or it cannot be read.
  /// - `bodyPrefix`: the first 1,024 bytes of the answer, kept with the attempt.
  /// - `milliseconds`: from the start of the attempt to the end of the answer.
  case answered(status: Int, retryAfter: Int64?, bodyPrefix: [UInt8], milliseconds: Int)

  /// No answer came.
  case failed(DeliveryFailure, milliseconds: Int)
}
