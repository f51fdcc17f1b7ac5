/// Segments as erxes exports them: documents of its database or answers of its API, as a JSON list, as
/// `{"segments": […]}`, within `{"data": …}`, or as one document a line.
package struct ErxesExport: Sendable {
  /// Documents of one export.
  package static let maximumSegments = 5000

  package var segments: [ErxesSegment]

  /// - Throws: `InvalidInput` where the text is not JSON, or holds no segments.
  package init(_ bytes: [UInt8]) throws(InvalidInput) {
    let documents = try Self.documents(bytes)
    if documents.count > Self.maximumSegments {
      throw InvalidInput([
        InputError(.root, .tooMany, "has \(documents.count) segments; at most \(Self.maximumSegments)")
      ])
    }
    segments = documents.enumerated().map { ErxesSegment(index: $0, document: $1.withoutExtendedJSON) }
  }

  private static func documents(_ bytes: [UInt8]) throws(InvalidInput) -> [JSONValue] {
    let whole: JSONValue
    do {
      whole = try JSONReader.read(bytes)
    } catch {
      guard let lines = try lines(bytes) else {
        throw InvalidInput([InputError(.root, .badJSON, error.description)])
      }
      return lines
    }
    if let list = whole.arrayValue ?? whole["segments"]?.arrayValue ?? whole["data"]?["segments"]?.arrayValue {
      return list
    }
    if whole["contentType"] != nil || whole["conditions"] != nil { return [whole] }
    throw InvalidInput([
      InputError(
        .root, .wrongType, "must be a list of segments, an object with \"segments\", or one segment a line")
    ])
  }

  /// Nil where the first line is not JSON by itself.
  private static func lines(_ bytes: [UInt8]) throws(InvalidInput) -> [JSONValue]? {
    var documents: [JSONValue] = []
    for (number, line) in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
      if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { continue }
      do {
        documents.append(try JSONReader.read(line))
      } catch {
        if documents.isEmpty { return nil }
        throw InvalidInput([InputError(.root, .badJSON, "line \(number + 1): \(error.description)")])
      }
    }
    return documents.isEmpty ? nil : documents
  }
}

/// One segment of an export.
package struct ErxesSegment: Sendable {
  /// Place in the export.
  package var index: Int
  package var document: JSONValue

  package init(index: Int, document: JSONValue) {
    self.index = index
    self.document = document
  }

  package var id: String? { document["_id"]?.erxesText ?? document["id"]?.erxesText }

  /// Nil for a part of another segment, which has no name.
  package var name: String? { document["name"]?.erxesText }

  /// How people are told of it.
  package var title: String { name ?? id.map { "segment \($0)" } ?? "segment \(index + 1) of the export" }
}

extension JSONValue {
  /// A text that says something; trimmed.
  var erxesText: String? {
    guard let text = stringValue?.trimmedASCII, !text.isEmpty else { return nil }
    return text
  }

  /// A whole number, written as one or as text.
  var erxesInteger: Int? { integerValue ?? erxesText.flatMap { Int(digits: $0) } }

  /// MongoDB writes what JSON does not know as `{"$oid": "…"}` and the like.
  /// Source: https://www.mongodb.com/docs/manual/reference/mongodb-extended-json/
  fileprivate var withoutExtendedJSON: JSONValue {
    switch self {
    case .array(let elements): return .array(elements.map(\.withoutExtendedJSON))
    case .object(let members):
      if members.count == 1, let member = members.first {
        switch (member.key, member.value) {
        case ("$oid", .string), ("$date", .string): return member.value
        case ("$numberInt", .string(let text)), ("$numberLong", .string(let text)),
          ("$numberDouble", .string(let text)):
          if let number = Double(text), number.isFinite { return .number(number) }
        default: break
        }
      }
      return .object(members.map { JSONMember($0.key, $0.value.withoutExtendedJSON) })
    case .null, .boolean, .number, .largeInteger, .string: return self
    }
  }
}
