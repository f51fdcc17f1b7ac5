import SegmentModel

extension IngestOutcome {
  init(of items: [IngestItem], _ results: [MessageResult], source: Source?, position: Int64) {
    self.init()
    self.position = position
    // Who has which identifier is no business of a browser.
    let mayKnow = source?.kind != .browser
    for (item, result) in zip(items, results) {
      switch result {
      case .accepted(let effect):
        accepted += 1
        if mayKnow { warnings += effect.warnings.map { Indexed(item.index, $0) } }
      case .duplicate: duplicates += 1
      case .rejected(let rejection): rejected.append(Indexed(item.index, rejection))
      }
    }
  }
}
