/// An object of a JSON text that people wrote, whose keys are known.
package struct JSONObjectReader {
  package let pointer: JSONPointer
  private let members: [JSONMember]

  /// Reports keys that stand twice or are not among `known`, and nil where `json` is not an object.
  package init?(
    _ json: JSONValue, at pointer: JSONPointer, known: [String], ignoring: [String] = [],
    _ mistakes: inout MistakeCollector
  ) {
    guard let members = json.objectValue else {
      mistakes.add(pointer, .wrongType, "must be an object, not \(json.kindName)")
      return nil
    }
    self.pointer = pointer
    self.members = members
    var seen: Set<String> = []
    for member in members {
      if !seen.insert(member.key).inserted {
        mistakes.add(pointer.appending(member.key), .duplicateKey, "\"\(member.key)\" stands twice")
      } else if !known.contains(member.key), !ignoring.contains(member.key) {
        mistakes.add(pointer.appending(member.key), .unknownKey, Self.unknown(member.key, known: known))
      }
    }
  }

  private static func unknown(_ key: String, known: [String]) -> String {
    "\"\(key)\" is not known here; known: \(known.joined(separator: ", "))"
  }

  package subscript(key: String) -> JSONValue? { members.last { $0.key == key }?.value }

  package func has(_ key: String) -> Bool { self[key] != nil }

  /// The value of a key that must be there.
  package func required(_ key: String, _ mistakes: inout MistakeCollector) -> JSONValue? {
    if let value = self[key] { return value }
    mistakes.add(pointer, .missingKey, "\"\(key)\" is missing")
    return nil
  }

  /// A string that is not empty; nil where it is absent or wrong, which is reported.
  package func text(_ key: String, _ mistakes: inout MistakeCollector) -> String? {
    guard let value = self[key] else { return nil }
    guard let text = value.stringValue else {
      mistakes.add(pointer.appending(key), .wrongType, "must be a string, not \(value.kindName)")
      return nil
    }
    if text.isEmpty {
      mistakes.add(pointer.appending(key), .emptyValue, "must not be empty")
      return nil
    }
    return text
  }

  package func requiredText(_ key: String, _ mistakes: inout MistakeCollector) -> String? {
    required(key, &mistakes) == nil ? nil : text(key, &mistakes)
  }

  /// A whole number in `range`; nil where it is absent or wrong, which is reported.
  package func integer(_ key: String, in range: ClosedRange<Int>, _ mistakes: inout MistakeCollector) -> Int? {
    guard let value = self[key] else { return nil }
    guard let number = value.numberValue else {
      mistakes.add(pointer.appending(key), .wrongType, "must be a whole number, not \(value.kindName)")
      return nil
    }
    guard let integer = Int(exactly: number), range.contains(integer) else {
      mistakes.add(
        pointer.appending(key), .outOfRange, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
      return nil
    }
    return integer
  }

  /// False where it is absent or wrong, which is reported.
  package func flag(_ key: String, _ mistakes: inout MistakeCollector) -> Bool {
    guard let value = self[key], value != .null else { return false }
    if value.booleanValue == nil {
      mistakes.add(pointer.appending(key), .wrongType, "must be true or false, not \(value.kindName)")
    }
    return value.booleanValue ?? false
  }

  /// One of a set of words; nil where it is absent or wrong, which is reported.
  package func word<Word: RawRepresentable & CaseIterable>(
    _ key: String, of type: Word.Type, among allowed: [Word]? = nil, _ mistakes: inout MistakeCollector
  ) -> Word? where Word.RawValue == String {
    guard let value = self[key] else { return nil }
    let words = allowed ?? Array(Word.allCases)
    guard let text = value.stringValue else {
      mistakes.add(pointer.appending(key), .wrongType, "must be a string, not \(value.kindName)")
      return nil
    }
    guard let word = words.first(where: { $0.rawValue == text }) else {
      let choices = words.map(\.rawValue).joined(separator: ", ")
      mistakes.add(pointer.appending(key), .badValue, "\"\(text)\" is not one of \(choices)")
      return nil
    }
    return word
  }
}
