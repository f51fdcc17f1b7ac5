/// What the operator may want to know; for logs and metrics. Names nobody.
package enum SyncNotice: Sendable {
  /// Members did not fit the profiles, or the feed no longer reached back: everything is built anew.
  case epochStarted
  case built(_ segment: String, count: Int)
  case failed(_ segment: String, why: String)
  /// A step was given up and is tried again.
  case stepFailed(any Error)
  case deliveryFailed(any Error)
  case attempted(endpoint: String, delivered: Bool)
  case endpointDisabled(_ endpoint: String, why: String)
}
