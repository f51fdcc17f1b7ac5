import EventIngest
import SegmentModel

/// The messages of a request: JSON, or a form whose `data` is JSON or Base64 of it; which it is shows in its first byte,
/// whatever the Content-Type. A `GET` has the form in its query.
struct EventBody {
  /// JSON.
  let bytes: [UInt8]
  /// The other fields of the form.
  let fields: [String: String]

  /// Fields of a form that are looked at.
  private static let maximumFields = 100

  /// - Throws: 400, 413.
  init(_ request: IngestRequest) throws(IngestRefusal) {
    guard request.body.count <= IngestLimits.bodyBytes else {
      throw IngestRefusal(413, .bodyTooLarge, "a body is at most \(IngestLimits.bodyBytes) bytes")
    }
    let first = request.body.first { !Self.isSpace($0) }
    if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
      bytes = request.body
      fields = [:]
    } else {
      var fields = request.method == "GET" ? request.query : Self.fields(of: request.body)
      guard let data = fields.removeValue(forKey: "data") else {
        throw IngestRefusal(400, .badBody, "the body must be JSON, or a form with JSON or Base64 of it as `data`")
      }
      bytes = try Self.json(inText: data)
      self.fields = fields
    }
  }

  private static func json(inText text: String) throws(IngestRefusal) -> [UInt8] {
    let first = text.utf8.first { !isSpace($0) }
    if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") { return Array(text.utf8) }
    // A plus sign that was not encoded has become a blank.
    guard let bytes = Base64.decode(text.trimmedASCII.replacing(" ", with: "+")) else {
      throw IngestRefusal(400, .badBody, "`data` is neither JSON nor Base64")
    }
    return bytes
  }

  /// Of a name that stands twice, the first; what is not percent-encoded UTF-8 counts as absent.
  private static func fields(of body: [UInt8]) -> [String: String] {
    guard let text = String(validating: body, as: UTF8.self) else { return [:] }
    var fields: [String: String] = [:]
    for pair in text.trimmedASCII.split(separator: "&", maxSplits: maximumFields).prefix(maximumFields) {
      let separator = pair.utf8.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
      guard let name = PercentEncoding.decode(pair[..<separator], plusIsSpace: true), fields[name] == nil,
        let value = PercentEncoding.decode(pair[separator...].dropFirst(), plusIsSpace: true)
      else { continue }
      fields[name] = value
    }
    return fields
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
