import EventIngest
import Synchronization

/// Tells how far an import is, on a terminal, and which rows were not taken.
final class ImportProgress: Sendable {
  /// Rows that are told one by one; of those beyond only the number is told.
  private static let toldRows = 100
  private static let interval = Duration.milliseconds(200)

  private struct State {
    var shownAt: ContinuousClock.Instant?
    var rejected = 0
  }

  private let console: Console
  private let state = Mutex(State())

  init(_ console: Console) {
    self.console = console
  }

  func tell(row: Int, _ rejection: Rejection) {
    let number = state.withLock { state in
      state.rejected += 1
      return state.rejected
    }
    guard number <= Self.toldRows else { return }
    clearLine()
    console.tell("row \(row): \(TableText.printable(rejection.message)) (\(rejection.code))")
  }

  func show(_ report: ImportReport) {
    guard console.isErrorTerminal else { return }
    let isTime = state.withLock { state in
      let now = ContinuousClock.now
      if let shownAt = state.shownAt, now - shownAt < Self.interval { return false }
      state.shownAt = now
      return true
    }
    if isTime { console.writeError(Array("\r\(report.rows) rows …".utf8)) }
  }

  func finish() {
    clearLine()
    let untold = state.withLock { $0.rejected - Self.toldRows }
    if untold > 0 { console.tell("and \(untold) rows more that were not taken") }
  }

  private func clearLine() {
    if console.isErrorTerminal, state.withLock({ $0.shownAt != nil }) { console.writeError(Array("\r\u{1B}[K".utf8)) }
  }
}
