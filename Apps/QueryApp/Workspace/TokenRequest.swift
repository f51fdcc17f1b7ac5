import SegmentModel
import SegmentStore

/// A token as somebody asks for it: `{name, scopes: [read, write, admin], expiresAt?}`.
struct TokenRequest: Sendable {
  static let nameLength = 1...200

  var name: String
  var scopes: Set<AccessScope>
  var expiresAt: Instant?

  /// - Throws: `InvalidInput` with every mistake.
  init(_ json: JSONValue, at now: Instant) throws(InvalidInput) {
    var mistakes = MistakeCollector()
    let object = JSONObjectReader(json, at: .root, known: ["name", "scopes", "expiresAt"], &mistakes)
    let name = object.flatMap { $0.name(upTo: Self.nameLength.upperBound, &mistakes) }
    let scopes = object.flatMap { Self.scopes($0, &mistakes) }
    let expiresAt = object.flatMap { Self.expiry($0, at: now, &mistakes) }
    guard let name, let scopes, mistakes.errors.isEmpty else { throw InvalidInput(mistakes.errors) }
    self.name = name
    self.scopes = scopes
    self.expiresAt = expiresAt
  }

  private static func scopes(_ object: JSONObjectReader, _ mistakes: inout MistakeCollector) -> Set<AccessScope>? {
    guard let json = object.required("scopes", &mistakes) else { return nil }
    let pointer = object.pointer.appending("scopes")
    guard let elements = json.arrayValue else {
      mistakes.add(pointer, .wrongType, "must be a list, not \(json.kindName)")
      return nil
    }
    if elements.isEmpty { mistakes.add(pointer, .emptyValue, "names no scope") }
    var scopes: Set<AccessScope> = []
    for (index, element) in elements.enumerated() {
      if let scope = element.stringValue.flatMap(AccessScope.init) {
        scopes.insert(scope)
      } else {
        let known = AccessScope.allCases.map(\.rawValue).joined(separator: ", ")
        mistakes.add(pointer.appending(index), .badValue, "must be one of \(known)")
      }
    }
    return scopes
  }

  private static func expiry(
    _ object: JSONObjectReader, at now: Instant, _ mistakes: inout MistakeCollector
  ) -> Instant? {
    guard object["expiresAt"] != .null, let text = object.text("expiresAt", &mistakes) else { return nil }
    let pointer = object.pointer.appending("expiresAt")
    guard let instant = Instant(text) else {
      mistakes.add(pointer, .badValue, "\"\(text)\" is not a date-time with offset, like 2026-12-01T00:00:00Z")
      return nil
    }
    if instant <= now { mistakes.add(pointer, .outOfRange, "lies in the past") }
    return instant
  }
}

extension JSONObjectReader {
  /// The `name` that must be there, trimmed; nil where it is missing, blank or too long, which is reported.
  func name(upTo limit: Int, _ mistakes: inout MistakeCollector) -> String? {
    guard let name = requiredText("name", &mistakes)?.trimmedASCII else { return nil }
    if name.isEmpty { mistakes.add(pointer.appending("name"), .emptyValue, "must not be blank") }
    if name.unicodeScalars.count > limit {
      mistakes.add(pointer.appending("name"), .tooLong, "has over \(limit) characters")
    }
    return name
  }
}
