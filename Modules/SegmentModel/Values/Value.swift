/// One stored value without structure, or one element of a list.
package enum Scalar: Sendable, Hashable {
  case text(String)
  case number(Double)
  case boolean(Bool)
}

/// What a property or an attribute holds. A list has strings and numbers only, and is never empty;
/// "not set" is the absence of a value.
/// Source: values-and-identity, "Values".
package enum Value: Sendable, Hashable {
  case scalar(Scalar)
  case list([Scalar])

  package static func text(_ text: String) -> Value { .scalar(.text(text)) }
  package static func number(_ number: Double) -> Value { .scalar(.number(number)) }
  package static func boolean(_ boolean: Bool) -> Value { .scalar(.boolean(boolean)) }

  /// The elements that operators look at: those of a list, or the value itself.
  package var elements: [Scalar] {
    switch self {
    case .scalar(let scalar): [scalar]
    case .list(let elements): elements
    }
  }

  package var json: JSONValue {
    switch self {
    case .scalar(let scalar): scalar.json
    case .list(let elements): .array(elements.map(\.json))
    }
  }
}

extension Scalar {
  package var json: JSONValue {
    switch self {
    case .text(let text): .string(text)
    case .number(let number): .number(number)
    case .boolean(let boolean): .boolean(boolean)
    }
  }
}
