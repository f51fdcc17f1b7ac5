package import SegmentModel

/// What an id of a contact leads to.
package enum ContactLookup: Sendable, Equatable {
  case found(ContactRecord)
  /// It was merged, perhaps more than once, into the contact with this public id.
  case merged(into: String)
}
