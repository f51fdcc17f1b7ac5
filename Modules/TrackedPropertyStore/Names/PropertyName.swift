package import SegmentModel

/// The name of a property in its name space.
package struct PropertyName: Sendable, Hashable {
  package var space: PropertySpace
  package var name: ExactText

  package init(_ space: PropertySpace, _ name: String) {
    self.space = space
    self.name = ExactText(name)
  }
}
