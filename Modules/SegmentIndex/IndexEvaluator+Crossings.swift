package import FilterCompiler
package import SegmentModel

extension IndexEvaluator {
  /// Who passes something of a sliding condition after one instant and up to another, that included, each with the first
  /// instant at which it does. An event that lies ahead of an instant passes nothing then.
  /// - Parameters:
  ///   - candidates: row ids of those to look at; nil for everyone.
  ///   - limit: how many are listed at most; see `Crossings`.
  package func crossings(
    of condition: SlidingCondition, among candidates: [Int64]?, after: Instant, until: Instant, limit: Int
  ) -> Crossings {
    crossings(
      of: condition, in: condition.range.sweep(from: after, until: until), among: candidates, after: after,
      limit: limit)
  }

  /// The same, up to the end of a sweep that is made once for many questions.
  /// - Parameters:
  ///   - sweep: of the condition's range.
  ///   - after: within the sweep.
  package func crossings(
    of condition: SlidingCondition, in sweep: RangeSweep, among candidates: [Int64]?, after: Instant, limit: Int
  ) -> Crossings {
    let population = index.population(isPeople: condition.isAboutPeople)
    var found = CrossingCollector(limit: limit, until: sweep.until)
    guard after < sweep.until, let search = search(condition, sweep, after) else { return found.result() }
    func add(_ row: UInt32, _ instant: Instant) {
      if population.present.contains(row) { found.add(row, at: instant) }
    }
    guard let candidates else {
      search.scan(rows: population.rows, add)
      return found.result()
    }
    for id in candidates where id > 0 && id < population.rows {
      if let instant = search.first(UInt32(id)) { add(UInt32(id), instant) }
    }
    return found.result()
  }

  /// Nil where nobody has anything that could pass.
  private func search(
    _ condition: SlidingCondition, _ sweep: RangeSweep, _ after: Instant
  ) -> (any CrossingSearch)? {
    switch condition {
    case .property(let key, let dates):
      guard let column = index.population(isPeople: condition.isAboutPeople).columns[key] else { return nil }
      return PropertyCrossings(dates: DateCrossings(column: column, dates: dates, sweep: sweep), after: after)
    case .event(let selection, _):
      guard let table = index.events[selection.name] else { return nil }
      return EventCrossings(selection, of: table, sweep, for: evaluation(at: after, with: Scratch()))
    case .attribute(let event, let attribute, let dates):
      guard let table = index.events[event], let column = table.attributes[attribute] else { return nil }
      return AttributeCrossings(
        events: table.columns, dates: DateCrossings(column: column, dates: dates, sweep: sweep), after: after)
    }
  }
}
