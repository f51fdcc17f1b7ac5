import SegmentModel

/// An object of properties as somebody writes them by hand: a value sets, null removes, what is not named stays.
enum PropertyObject {
  /// Every mistake by its place; none of the names may be one of `refused`, which says why.
  static func read(
    _ key: String, of object: JSONObjectReader, refusing refused: [String: String] = [:],
    _ mistakes: inout MistakeCollector
  ) -> [NamedValue] {
    guard let json = object[key] else { return [] }
    let pointer = object.pointer.appending(key)
    guard let members = json.objectValue else {
      mistakes.add(pointer, .wrongType, "must be an object, not \(json.kindName)")
      return []
    }
    var values: [NamedValue] = []
    var seen: Set<String> = []
    for member in members {
      let place = pointer.appending(member.key)
      if member.key.isEmpty { mistakes.add(place, .emptyValue, "a property has a name") }
      if !seen.insert(member.key).inserted { mistakes.add(place, .duplicateKey, "\"\(member.key)\" stands twice") }
      do {
        values += try Value.flatten([member])
      } catch {
        mistakes.add(place, .tooLong, "a string has over \(Value.maximumTextBytes) bytes")
      }
    }
    for value in values {
      let place = pointer.appending(value.name)
      if let why = refused[value.name] { mistakes.add(place, .notAllowedHere, why) }
      if value.name.utf8.count > ProfileLimitError.maximumNameBytes {
        mistakes.add(place, .tooLong, "a name has at most \(ProfileLimitError.maximumNameBytes) bytes")
      }
    }
    return values
  }

  /// Reports those of `names` whose value is no instant: they are kept as such, and cannot be removed.
  static func checkInstants(
    _ names: [String], in values: [NamedValue], at pointer: JSONPointer, _ mistakes: inout MistakeCollector
  ) {
    for value in values where names.contains(value.name) {
      if case .scalar(let scalar) = value.value, scalar.dateView(in: .utc, unit: .milliseconds) != nil { continue }
      mistakes.add(
        pointer.appending(value.name), .badValue,
        "must be a date-time like 2026-12-01T00:00:00Z, or epoch milliseconds")
    }
  }
}
