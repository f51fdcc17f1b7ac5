package import SegmentModel

/// The saved segments and lists that a filter may refer to.
package protocol SegmentLibrary {
  func definition(of id: String) -> SegmentDefinition?

  /// Nil where there is no such list.
  func listName(of id: String) -> String?
}

extension SegmentLibrary {
  /// A library without lists.
  package func listName(of id: String) -> String? { nil }
}

extension [String: SegmentDefinition]: SegmentLibrary {
  package func definition(of id: String) -> SegmentDefinition? { self[id] }
}
