package import SegmentModel

/// What a filter may refer to.
package protocol SegmentLibrary {
  func definition(of id: String) -> SegmentDefinition?
  /// The name of a list; nil where there is none of this id.
  func listName(of id: String) -> String?
}

extension SegmentLibrary {
  package func listName(of id: String) -> String? { nil }
}

extension [String: SegmentDefinition]: SegmentLibrary {
  package func definition(of id: String) -> SegmentDefinition? { self[id] }
}
