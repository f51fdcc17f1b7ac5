package import SegmentModel

/// A property name, as the catalog shows it.
package struct CatalogedProperty: Sendable, Equatable {
  /// Of the name.
  package var id: Int64
  package var name: String
  package var space: PropertySpace
  /// How many contacts or companies have a value. Not counted for what is kept by rules (`createdAt` …).
  package var holders: Int
  /// The kinds of value ever seen.
  package var types: ValueTypes
  package var declaredType: DeclaredType?
  package var declaredUnit: DateUnit?
  package var label: String?
}

/// An event name, as the catalog shows it.
package struct CatalogedEvent: Sendable, Equatable {
  package var name: String
  /// How many events bear it.
  package var events: Int
  /// By name.
  package var attributes: [CatalogedAttribute]
}

/// An attribute that the events of a name have had.
package struct CatalogedAttribute: Sendable, Equatable {
  package var name: String
  /// The kinds of value ever seen.
  package var types: ValueTypes
}
