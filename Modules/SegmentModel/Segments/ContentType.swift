/// Of whom a segment consists; only such are counted.
package enum ContentType: String, Sendable, CaseIterable {
  case customer, lead, visitor
  /// People in any state.
  case contact
  case company

  package var isPeople: Bool { self != .company }

  /// The state that members are in; nil where any will do.
  package var state: ContactState? { ContactState(rawValue: rawValue) }

  /// A parent is of the same content type or, for people, `contact`.
  package func mayHaveParent(_ parent: ContentType) -> Bool {
    parent == self || (isPeople && parent == .contact)
  }
}
