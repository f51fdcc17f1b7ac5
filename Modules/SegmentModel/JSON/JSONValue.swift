/// A JSON text (RFC 8259) as read, members in the order of the text.
package enum JSONValue: Sendable, Equatable {
  case null
  case boolean(Bool)
  case number(Double)
  /// A number without point and exponent beyond ±2^53, as its digits: a `Double` would change it.
  case largeInteger(String)
  case string(String)
  case array([JSONValue])
  case object([JSONMember])

  /// The value of `key` in an object, the last one where it stands twice; nil elsewhere.
  package subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.last { $0.key == key }?.value
  }

  package var stringValue: String? {
    if case .string(let text) = self { text } else { nil }
  }

  package var booleanValue: Bool? {
    if case .boolean(let value) = self { value } else { nil }
  }

  package var arrayValue: [JSONValue]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  package var objectValue: [JSONMember]? {
    if case .object(let members) = self { members } else { nil }
  }

  /// A number of either kind, as the nearest double.
  package var numberValue: Double? {
    switch self {
    case .number(let value): value
    case .largeInteger(let digits): Double(digits)
    default: nil
    }
  }

  /// A whole number that an `Int` holds exactly; `3.0` counts as 3.
  package var integerValue: Int? {
    if case .number(let value) = self { Int(exactly: value) } else { nil }
  }

  /// What JSON calls this kind of value, for messages.
  package var kindName: String {
    switch self {
    case .null: "null"
    case .boolean: "a boolean"
    case .number, .largeInteger: "a number"
    case .string: "a string"
    case .array: "a list"
    case .object: "an object"
    }
  }
}

package struct JSONMember: Sendable, Equatable {
  package var key: String
  package var value: JSONValue

  package init(_ key: String, _ value: JSONValue) {
    self.key = key
    self.value = value
  }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByFloatLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
  package init(stringLiteral value: String) { self = .string(value) }
  package init(booleanLiteral value: Bool) { self = .boolean(value) }
  package init(integerLiteral value: Int) { self = .number(Double(value)) }
  package init(floatLiteral value: Double) { self = .number(value) }
  package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  package init(nilLiteral: ()) { self = .null }
  package init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(elements.map { JSONMember($0.0, $0.1) })
  }
}
