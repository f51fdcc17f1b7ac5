import EventIngest
import Synchronization

/// Tells how far an import is, on a terminal, and which rows were not taken.
final class ImportProgress: Sendable {
  /// Rows that are told one by one; of those beyond only the number is told.
  private static let toldRows = 100
  private static let interval = Duration.milliseconds(200)
  /// Characters of the bar.
  private static let width = 30

  private struct State {
    var shownAt: ContinuousClock.Instant?
    var rejected = 0
    /// Those that are still to be told: whoever reads slowly is not waited for while a transaction is open.
    var untold: [RefusedRow] = []
  }

  private let console: Console
  private let state = Mutex(State())

  init(_ console: Console) {
    self.console = console
  }

  /// Rows that are not taken, to be told with what is shown next.
  func note(_ rows: [RefusedRow]) {
    state.withLock { state in
      state.untold += rows.prefix(max(0, Self.toldRows - state.rejected))
      state.rejected += rows.count
    }
  }

  private func tellRows() {
    let rows = state.withLock { state in
      defer { state.untold = [] }
      return state.untold
    }
    if rows.isEmpty { return }
    clearLine()
    for row in rows {
      console.tell("row \(row.number): \(TableText.printable(row.rejection.message)) (\(row.rejection.code))")
    }
  }

  /// After a transaction.
  /// - Parameter done: how much of the file is read, from 0 to 1; nil where that is not known.
  func show(_ report: ImportReport, done: Double?) {
    tellRows()
    guard console.isErrorTerminal else { return }
    let isTime = state.withLock { state in
      let now = ContinuousClock.now
      if let shownAt = state.shownAt, now - shownAt < Self.interval { return false }
      state.shownAt = now
      return true
    }
    if isTime { draw("\(Self.bar(done))\(report.rows) rows …") }
  }

  private static func bar(_ done: Double?) -> String {
    guard let done else { return "" }
    let full = Int(done * Double(width))
    let bar = String(repeating: "█", count: full) + String(repeating: "░", count: width - full)
    return "\(bar) \(Int(done * 100)) %  "
  }

  /// Leaves the whole bar where there was one.
  func finish(_ report: ImportReport, done: Double?) {
    if isDrawn { draw("\(Self.bar(done))\(report.rows) rows\n") }
    let untold = state.withLock { $0.rejected - Self.toldRows }
    if untold > 0 { console.tell("and \(untold) rows more that were not taken") }
  }

  func clearLine() {
    if isDrawn { draw("") }
  }

  private var isDrawn: Bool { state.withLock { $0.shownAt != nil } }

  /// In place of what stands in the line.
  private func draw(_ text: String) { console.writeError(Array("\r\u{1B}[K\(text)".utf8)) }
}
