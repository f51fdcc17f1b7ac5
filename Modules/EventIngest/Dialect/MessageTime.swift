package import SegmentModel

/// When a message happened. Source: http-api, "The tracking API", row "all".
package enum MessageTime {
  /// A difference between the clocks of sender and server up to this is left alone; milliseconds.
  static let toleratedSkew: Int64 = 60_000
  /// A time further ahead than this is wrong; milliseconds.
  static let farthestAhead: Int64 = 86_400_000

  /// - Parameters:
  ///   - timestamp: by the sender's clock, when it happened.
  ///   - sentAt: by the sender's clock, when it was sent.
  package static func corrected(timestamp: Instant?, sentAt: Instant?, receivedAt: Instant) -> Instant {
    guard var time = timestamp else { return receivedAt }
    if let sentAt {
      let skew = receivedAt.milliseconds - sentAt.milliseconds
      if abs(skew) > toleratedSkew { time = time.advanced(milliseconds: skew) }
    }
    if time > receivedAt.advanced(milliseconds: farthestAhead) { return receivedAt }
    return time.clamped
  }
}
