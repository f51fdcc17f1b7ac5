import SegmentModel

/// How many names the store keeps. The first two are the contract's, over all spaces together.
package enum NameLimits {
  package static let propertyNames = ProfileLimitError.maximumPropertyNames
  package static let eventNames = ProfileLimitError.maximumEventNames
  /// Names of attributes, over all events. An event with one more is refused as one with too many attributes.
  package static let attributeNames = 50_000
  /// Pairs of event and attribute that the catalog shows; what comes after them is stored, but not shown there.
  package static let catalogedAttributes = 100_000
}
