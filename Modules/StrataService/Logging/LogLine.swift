import Logging
import SegmentModel

/// One event of the log as the bytes of one line, its line feed included.
struct LogLine {
  var time: Instant
  var level: Logger.Level
  var label: String
  var message: String
  /// In the order of the names.
  var fields: [(name: String, value: String)]

  /// `2026-11-24T12:00:00.000Z info  ingest: message name=value`.
  func text() -> [UInt8] {
    let levelText = level.rawValue + String(repeating: " ", count: max(0, 8 - level.rawValue.utf8.count))
    var line = "\(time) \(levelText) \(label): \(Self.shown(message, upTo: 2000))"
    for field in fields {
      let value = Self.shown(field.value, upTo: 500)
      let next = " \(field.name)=" + (value.contains(" ") || value.isEmpty ? JSONValue.string(value).text : value)
      if line.utf8.count + next.utf8.count >= LogSink.maximumLineLength { break }
      line += next
    }
    return Array(line.utf8) + [0x0A]
  }

  /// `{"time", "level", "logger", "message", "fields": {name: value}}`.
  func json() -> [UInt8] {
    let whole = json(messageLength: 2000, fieldLength: 500)
    if whole.count <= LogSink.maximumLineLength { return whole }
    // An escape makes six bytes of one at most, so that this is short enough whatever the message holds.
    return json(messageLength: 600, fieldLength: nil)
  }

  private func json(messageLength: Int, fieldLength: Int?) -> [UInt8] {
    var members = [
      JSONMember("time", .string(time.description)), JSONMember("level", .string(level.rawValue)),
      JSONMember("logger", .string(label)),
      JSONMember("message", .string(Self.cut(message, upTo: messageLength))),
    ]
    if let fieldLength, !fields.isEmpty {
      let values = fields.map { JSONMember($0.name, .string(Self.cut($0.value, upTo: fieldLength))) }
      members.append(JSONMember("fields", .object(values)))
    }
    return JSONValue.object(members).bytes() + [0x0A]
  }

  /// Control characters escaped, so that a text can neither begin a line of its own nor steer a terminal.
  private static func shown(_ text: String, upTo length: Int) -> String {
    var result = ""
    for scalar in cut(text, upTo: length).unicodeScalars {
      switch scalar.value {
      case 0x0A: result += "\\n"
      case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029: result += "\\u{" + String(scalar.value, radix: 16) + "}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private static func cut(_ text: String, upTo length: Int) -> String {
    guard text.utf8.count > length else { return text }
    let end = text.utf8.index(text.startIndex, offsetBy: length)
    return String(text[..<text.unicodeScalars.index(before: text.unicodeScalars.index(after: end))]) + "…"
  }
}
