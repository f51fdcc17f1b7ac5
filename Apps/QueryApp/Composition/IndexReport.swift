import IndexBackend
import Logging
import SegmentIndex

/// Turns what the live index reports into log lines. Called on the thread of the follower.
struct IndexReport: Sendable {
  let logger: Logger

  func note(_ notice: IndexNotice) {
    switch notice {
    case .loaded(let figures, let took):
      logger.info(
        "the live index is there",
        metadata: [
          "contacts": "\(figures.contacts)", "companies": "\(figures.companies)", "events": "\(figures.events)",
          "mebibytes": "\(figures.bytes >> 20)", "took": "\(took)",
        ])
    case .turnedOff(let error):
      logger.warning("there is no live index, SQLite evaluates", metadata: ["why": "\(error)"])
    }
  }
}
