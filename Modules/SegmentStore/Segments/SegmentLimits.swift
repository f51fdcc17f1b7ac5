/// Bounds of what one service holds.
package enum SegmentLimits {
  package static let segments = 5000
  package static let endpoints = 100
  /// Segments that one endpoint names.
  package static let segmentsOfEndpoint = 1000
  /// Properties that one endpoint names.
  package static let propertiesOfEndpoint = 100
  /// Messages decided and not begun, for one endpoint; above it the oldest goes.
  package static let waitingMessages = 1000
  /// An edit with more differences is not listed: members are taken anew.
  package static let listedEdit = 10_000
}
