package import SegmentModel

/// What the catalog knows of names; asked for warnings, which need not be complete.
package protocol CatalogFacts {
  /// Nil where nobody ever had a property of this name.
  func property(_ key: PropertyKey) throws -> PropertyFacts?
  /// Different values that some of the newest have, at most `limit`.
  func samples(of key: PropertyKey, limit: Int) throws -> [Value]
  func hasEvent(named name: String) throws -> Bool
  /// The kinds of value that an attribute of an event has had; nil where it had none.
  func types(ofAttribute attribute: String, of event: String) throws -> SeenTypes?
}

package struct PropertyFacts: Sendable, Equatable {
  /// How many have a value.
  package var holders: Int
  /// The kinds of value ever seen.
  package var types: SeenTypes
  /// Set where it is declared `datetime`, so that numbers are dates.
  package var dateUnit: DateUnit?

  package init(holders: Int, types: SeenTypes, dateUnit: DateUnit? = nil) {
    self.holders = holders
    self.types = types
    self.dateUnit = dateUnit
  }
}

/// Kinds of stored values.
package struct SeenTypes: OptionSet, Sendable, Hashable {
  package let rawValue: Int

  package init(rawValue: Int) {
    self.rawValue = rawValue
  }

  package static let text = SeenTypes(rawValue: 1)
  package static let number = SeenTypes(rawValue: 2)
  package static let boolean = SeenTypes(rawValue: 4)
  package static let list = SeenTypes(rawValue: 8)
}
