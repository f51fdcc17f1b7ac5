import IndexBackend
import Logging
import SegmentIndex

/// Turns what the live index reports into log lines.
struct IndexReport: Sendable {
  let logger: Logger

  func note(_ notice: IndexNotice) {
    switch notice {
    case .loaded(let figures, let isFromFile, let took):
      logger.info(
        "the live index is there",
        metadata: [
          "contacts": "\(figures.contacts)", "companies": "\(figures.companies)", "events": "\(figures.events)",
          "mebibytes": "\(figures.bytes >> 20)", "from": isFromFile ? "its file" : "profiles.sqlite",
          "took": "\(took)",
        ])
    case .unfit(let path, let error):
      logger.warning("the file of the live index was of no use", metadata: ["file": "\(path)", "why": "\(error)"])
    case .saved(let took): logger.info("the live index was saved", metadata: ["took": "\(took)"])
    case .notSaved(let error):
      logger.warning(
        "the live index could not be saved, the next start takes longer", metadata: ["why": "\(error)"])
    case .turnedOff(let error):
      logger.warning("there is no live index, SQLite evaluates", metadata: ["why": "\(error)"])
    }
  }
}
