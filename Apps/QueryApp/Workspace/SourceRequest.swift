import EventIngest
import SegmentModel

/// A source as somebody asks for it: `{name, kind, allowedOrigins?, keyless?, requireProof?}`.
struct SourceRequest: Sendable {
  static let nameLength = 1...200
  static let maximumOrigins = 100

  var name: String
  var kind: Source.Kind
  var allowedOrigins: [String]
  var isKeyless: Bool
  var requiresProof: Bool

  /// - Throws: `InvalidInput` with every mistake.
  init(_ json: JSONValue) throws(InvalidInput) {
    var mistakes = MistakeCollector()
    let known = ["name", "kind", "allowedOrigins", "keyless", "requireProof"]
    guard let object = JSONObjectReader(json, at: .root, known: known, &mistakes) else {
      throw InvalidInput(mistakes.errors)
    }
    let name = object.name(upTo: Self.nameLength.upperBound, &mistakes)
    _ = object.required("kind", &mistakes)
    let kind = object.word("kind", of: Source.Kind.self, &mistakes)
    allowedOrigins = Self.origins(object, &mistakes)
    isKeyless = object.flag("keyless", &mistakes)
    requiresProof = object.flag("requireProof", &mistakes)
    if isKeyless, allowedOrigins.isEmpty {
      mistakes.add(
        object.pointer.appending("keyless"), .conflictingKeys,
        "messages without a key are taken from listed origins only: give \"allowedOrigins\"")
    }
    if isKeyless, kind == .server {
      mistakes.add(object.pointer.appending("keyless"), .conflictingKeys, "a server source always has a key")
    }
    guard let name, let kind, mistakes.errors.isEmpty else { throw InvalidInput(mistakes.errors) }
    self.name = name
    self.kind = kind
  }

  private static func origins(_ object: JSONObjectReader, _ mistakes: inout MistakeCollector) -> [String] {
    guard let json = object["allowedOrigins"], json != .null else { return [] }
    let pointer = object.pointer.appending("allowedOrigins")
    guard let elements = json.arrayValue else {
      mistakes.add(pointer, .wrongType, "must be a list, not \(json.kindName)")
      return []
    }
    if elements.count > maximumOrigins { mistakes.add(pointer, .tooMany, "has over \(maximumOrigins) origins") }
    return elements.prefix(maximumOrigins).enumerated().compactMap { index, element in
      if let text = element.stringValue, OriginPattern(text) != nil { return text }
      mistakes.add(pointer.appending(index), .badValue, OriginPattern.form)
      return nil
    }
  }
}
