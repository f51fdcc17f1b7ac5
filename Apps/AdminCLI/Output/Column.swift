import SegmentModel

/// A column of a table or of a CSV file: a value of each row by its place.
struct Column: Sendable {
  /// Keys from the row inwards; also the name in CSV, joined by dots.
  var path: [String]
  var title: String

  /// - Parameter path: `segment.name`.
  init(_ path: String, _ title: String? = nil) {
    self.path = path.split(separator: ".").map(String.init)
    self.title = title ?? path.uppercased()
  }

  /// A column of a member of the row itself, whatever stands in its name.
  init(member: String) {
    path = [member]
    title = member.uppercased()
  }

  var name: String { path.joined(separator: ".") }

  func value(of row: JSONValue) -> JSONValue { path.reduce(row as JSONValue?) { value, key in value?[key] } ?? .null }

  func text(of row: JSONValue) -> String { value(of: row).cellText }
}
