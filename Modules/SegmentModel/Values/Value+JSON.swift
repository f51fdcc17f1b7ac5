/// A name and what it is set to; a nil value removes.
package struct NamedValue: Sendable, Equatable {
  package var name: String
  package var value: Value?

  package init(_ name: String, _ value: Value?) {
    self.name = name
    self.value = value
  }
}

extension Value {
  /// Longest string that is stored, bytes of UTF-8.
  package static let maximumTextBytes = 8192
  /// Objects are flattened to dotted names this deep; what is deeper is kept as its JSON text.
  package static let maximumFlattenedDepth = 5

  package struct TooLong: Error, Equatable, Sendable {
    package var name: String

    package init(name: String) {
      self.name = name
    }
  }

  /// The values of a JSON object under dotted names, in the order of the text. An empty string, an empty list
  /// and null give a removal. Of two writes to one name the later stands later.
  /// - Throws: `TooLong` for a string over `maximumTextBytes`.
  package static func flatten(_ members: [JSONMember]) throws(TooLong) -> [NamedValue] {
    var out: [NamedValue] = []
    try flatten(members, prefix: "", depth: 1, into: &out)
    return out
  }

  private static func flatten(
    _ members: [JSONMember], prefix: String, depth: Int, into out: inout [NamedValue]
  ) throws(TooLong) {
    for member in members {
      let name = prefix + member.key
      switch member.value {
      case .object(let inner) where depth < maximumFlattenedDepth:
        try flatten(inner, prefix: name + ".", depth: depth + 1, into: &out)
      case .array(let elements) where depth < maximumFlattenedDepth && elements.contains { $0.objectValue != nil }:
        out.append(NamedValue(name, try list(elements, name: name)))
        try flattenObjects(of: elements, name: name, depth: depth, into: &out)
      default:
        out.append(NamedValue(name, try value(member.value, name: name)))
      }
    }
  }

  /// A list of objects becomes one list a key (`products.sku`).
  private static func flattenObjects(
    of elements: [JSONValue], name: String, depth: Int, into out: inout [NamedValue]
  ) throws(TooLong) {
    var order: [ExactText] = []
    var lists: [ExactText: [Scalar]] = [:]
    for element in elements {
      guard let members = element.objectValue else { continue }
      var inner: [NamedValue] = []
      try flatten(members, prefix: name + ".", depth: depth + 1, into: &inner)
      for each in inner {
        let key = ExactText(each.name)
        if lists[key] == nil { order.append(key) }
        let scalars = (each.value?.elements ?? []).filter { if case .boolean = $0 { false } else { true } }
        lists[key, default: []] += scalars
      }
    }
    for key in order {
      let scalars = lists[key] ?? []
      out.append(NamedValue(key.text, scalars.isEmpty ? nil : .list(scalars)))
    }
  }

  private static func value(_ json: JSONValue, name: String) throws(TooLong) -> Value? {
    switch json {
    case .null, .string(""): return nil
    case .boolean(let boolean): return .boolean(boolean)
    case .number(let number): return .number(number)
    case .largeInteger(let digits): return .text(try bounded(digits, name: name))
    case .string(let text): return .text(try bounded(text, name: name))
    case .array(let elements): return try list(elements, name: name)
    case .object: return .text(try bounded(json.text, name: name))
    }
  }

  /// Empty strings, booleans, nulls and nested lists are dropped; objects too deep to flatten stay as text.
  private static func list(_ elements: [JSONValue], name: String) throws(TooLong) -> Value? {
    var scalars: [Scalar] = []
    for element in elements {
      switch element {
      case .number(let number): scalars.append(.number(number))
      case .largeInteger(let digits): scalars.append(.text(try bounded(digits, name: name)))
      case .string(let text) where !text.isEmpty: scalars.append(.text(try bounded(text, name: name)))
      default: continue
      }
    }
    return scalars.isEmpty ? nil : .list(scalars)
  }

  private static func bounded(_ text: String, name: String) throws(TooLong) -> String {
    if text.utf8.count > maximumTextBytes { throw TooLong(name: name) }
    return text
  }
}
