import SegmentModel

/// The kinds of value that a name has had, as kept in `propertyName.types` and `eventAttribute.types`.
package struct ValueTypes: OptionSet, Sendable, Hashable {
  package let rawValue: Int64

  package init(rawValue: Int64) {
    self.rawValue = rawValue
  }

  package static let text = ValueTypes(rawValue: 1)
  package static let number = ValueTypes(rawValue: 2)
  package static let boolean = ValueTypes(rawValue: 4)
  package static let list = ValueTypes(rawValue: 8)

  init(of value: Value) {
    self =
      switch value {
      case .scalar(.text): .text
      case .scalar(.number): .number
      case .scalar(.boolean): .boolean
      case .list: .list
      }
  }
}
