import SegmentModel

/// How many names the store keeps. The first is over all spaces together, the third over all events.
package enum NameLimits {
  package static let propertyNames = ProfileLimitError.maximumPropertyNames
  package static let eventNames = ProfileLimitError.maximumEventNames
  package static let attributeNames = ProfileLimitError.maximumAttributeNames
  /// Pairs of event and attribute that the catalog shows; what comes after them is stored, but not shown there.
  package static let catalogedAttributes = 100_000
}
