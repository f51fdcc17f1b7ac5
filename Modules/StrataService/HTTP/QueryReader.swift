package import Hummingbird
package import SegmentModel

/// Reads the parameters of a request's query and collects every mistake:
///
///     var query = QueryReader(request)
///     let limit = query.integer("limit", in: 1...1000) ?? 100
///     let from = query.instant("from")
///     try query.finish()
///
/// A parameter that nobody asked for, one given twice, and one that is not percent-encoded UTF-8 are mistakes too.
package struct QueryReader {
  /// Parameters that are looked at.
  package static let maximumCount = 100

  private var values: [(name: String, value: String)] = []
  private var mistakes: [InputError] = []
  private var asked: Set<String> = []

  package init(_ request: Request) {
    self.init(query: request.uri.query ?? "")
  }

  package init(query: String) {
    let pairs = query.split(separator: "&", maxSplits: Self.maximumCount)
    for pair in pairs.prefix(Self.maximumCount) {
      let separator = pair.firstIndex(of: "=") ?? pair.endIndex
      guard let name = PercentEncoding.decode(pair[..<separator], plusIsSpace: true),
        let value = PercentEncoding.decode(pair[separator...].dropFirst(), plusIsSpace: true)
      else {
        mistakes.append(InputError(.root, .badValue, "The query holds a wrong percent-encoding."))
        continue
      }
      values.append((name, value))
    }
    if pairs.count > Self.maximumCount {
      mistakes.append(InputError(.root, .tooMany, "A query may have \(Self.maximumCount) parameters."))
    }
  }

  /// Every parameter that could be read; of a name that stands twice, the first.
  package var all: [String: String] {
    Dictionary(values.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
  }

  /// The value as given; nil where there is none.
  package mutating func text(_ name: String, maximumLength: Int = 1000) -> String? {
    asked.insert(name)
    let found = values.filter { $0.name == name }
    if found.count > 1 { add(.duplicateKey, name, "is given twice") }
    guard let value = found.first?.value else { return nil }
    if value.utf8.count > maximumLength {
      add(.tooLong, name, "may have at most \(maximumLength) bytes")
      return nil
    }
    return value
  }

  package mutating func integer(_ name: String, in range: ClosedRange<Int>) -> Int? {
    guard let text = text(name) else { return nil }
    guard let value = Int(text), range.contains(value) else {
      add(.badValue, name, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
      return nil
    }
    return value
  }

  /// `true` or `false`; a name without a value is true.
  package mutating func flag(_ name: String) -> Bool? {
    switch text(name) {
    case nil: return nil
    case "true", "": return true
    case "false": return false
    default:
      add(.badValue, name, "must be true or false")
      return nil
    }
  }

  /// An RFC 3339 date-time with an offset.
  package mutating func instant(_ name: String) -> Instant? {
    // A plus sign that was not encoded has become a blank; where an offset stands it can mean nothing else.
    guard let text = text(name)?.replacing(" ", with: "+") else { return nil }
    guard let value = Instant(text) else {
      add(.badValue, name, "must be a time like 2026-11-24T12:00:00Z")
      return nil
    }
    return value
  }

  package mutating func choice<Choice: RawRepresentable & CaseIterable>(_ name: String, of type: Choice.Type)
    -> Choice? where Choice.RawValue == String
  {
    guard let text = text(name) else { return nil }
    guard let value = Choice(rawValue: text) else {
      add(.badValue, name, "must be one of \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
      return nil
    }
    return value
  }

  /// What `Cursor.encode` gave.
  package mutating func cursor(_ name: String = "cursor") -> JSONValue? {
    guard let text = text(name, maximumLength: Cursor.maximumLength) else { return nil }
    guard let value = Cursor.decode(text) else {
      add(.badValue, name, "is not a cursor that this server has given")
      return nil
    }
    return value
  }

  /// A mistake that the caller found in a parameter.
  /// - Parameter sentence: completes one that begins with the name.
  package mutating func add(_ code: InputErrorCode, _ name: String, _ sentence: String) {
    mistakes.append(
      InputError(JSONPointer.root.appending(name), code, "The query parameter \"\(name)\" \(sentence)."))
  }

  /// To be called last.
  /// - Throws: `InvalidInput` with every mistake.
  package mutating func finish() throws {
    for (name, _) in values where asked.insert(name).inserted {
      add(.unknownKey, name, "is not known here")
    }
    if !mistakes.isEmpty { throw InvalidInput(mistakes) }
  }
}
