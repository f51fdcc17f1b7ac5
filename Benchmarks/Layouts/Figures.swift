/// What was measured of one layout.
struct Figures {
  var layout: String
  var bytes: Int64 = 0
  var rows = 0
  var loadSeconds = 0.0
  var bytesPerUpdate: Int64 = 0
  var scanSeconds = 0.0
  var propertyCountSeconds = 0.0
  var eventCountSeconds = 0.0
  var tally = Tally()
  var propertyCount: Int64 = 0
  var eventCount: Int64 = 0

  static let heading = """
    | layout | disk, MB | rows/s loading | bytes a property update | full scan, s | property count, s | event count, s |
    |---|---|---|---|---|---|---|
    """

  var line: String {
    let cells = [
      layout, String(bytes / 1_000_000), String(Int(Double(rows) / loadSeconds)), String(bytesPerUpdate),
      Figures.seconds(scanSeconds), Figures.seconds(propertyCountSeconds), Figures.seconds(eventCountSeconds),
    ]
    return "| " + cells.joined(separator: " | ") + " |"
  }

  /// Whether two layouts hold the same data.
  func agrees(with other: Figures) -> Bool {
    tally == other.tally && propertyCount == other.propertyCount && eventCount == other.eventCount
  }

  private static func seconds(_ seconds: Double) -> String {
    let hundredths = Int((seconds * 100).rounded())
    let rest = hundredths % 100
    return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
  }
}
