/// Bounds of one filter.
/// Source: filter-language, "Nodes".
package enum FilterLimits {
  package static let depth = 16
  /// Those in `where`, `having` and steps count too.
  package static let nodes = 500
  package static let listValues = 10_000
  /// Contacts that a segment includes, and those that it excludes, by hand.
  package static let exceptions = 10_000
  /// Unicode scalars.
  package static let textLength = 1000
  package static let nth = 0...100_000
  /// References to other segments in a chain.
  package static let referenceDepth = 32
  /// Nodes with all references expanded.
  package static let expandedNodes = 5000
}
