package import SegmentModel

/// The saved segments that a filter may refer to.
package protocol SegmentLibrary {
  func definition(of id: String) -> SegmentDefinition?
}

extension [String: SegmentDefinition]: SegmentLibrary {
  package func definition(of id: String) -> SegmentDefinition? { self[id] }
}
