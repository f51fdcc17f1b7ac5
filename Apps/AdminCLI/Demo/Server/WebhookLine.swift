import SegmentModel

/// A verified message as one line for people.
enum WebhookLine {
  static func text(_ message: JSONValue) -> String {
    let type = message["type"]?.stringValue ?? "message"
    guard let data = message["data"], let name = data["segment"]?["name"]?.stringValue else {
      return TableText.printable("\(type) verified")
    }
    let segment = "segment '\(name)'"
    guard type == "segment.count.updated", let count = data["count"]?.integerValue else {
      return TableText.printable("\(segment): \(type)")
    }
    let previous = data["previousCount"]?.integerValue
    return TableText.printable("\(segment): \(previous.map { "\($0) → " } ?? "")\(count)")
  }
}
