package import SegmentModel

/// A segment whose members are others for the backend than for the oracle.
package struct Disagreement: CustomStringConvertible, Sendable {
  /// Of the filter in its run, from 1.
  package var number: Int
  package var world: String
  package var definition: JSONValue
  /// The smallest that was found.
  package var shrunk: JSONValue
  package var now: Instant
  /// How many, who, and all that is known of one of them.
  package var evidence: String

  package var description: String {
    """
    disagreement on filter \(number), \(world)
    as of \(now): \(shrunk.text)
    at first: \(definition.text)
    \(evidence)
    """
  }
}
