package import SegmentModel

/// A source as people are shown it.
package struct SourceListing: Sendable, Equatable {
  package var source: Source
  /// The first characters of its write key.
  package var keyPrefix: String
  package var createdAt: Instant
}
