import SegmentModel

/// Steps in order.
/// Source: filter-language, "Sequences".
extension Oracle {
  private struct Step {
    /// What must happen.
    var node: JSONValue
    /// What must not happen strictly between the step before and this one.
    var forbidden: JSONValue?
  }

  func sequenceHolds(
    _ node: JSONValue, _ written: [JSONValue], _ events: [EventRecord], at moment: OracleMoment
  ) throws -> Bool {
    var steps: [Step] = []
    var forbidden: JSONValue?
    for step in written {
      if let inner = step["not"] {
        forbidden = inner
      } else {
        steps.append(Step(node: step, forbidden: forbidden))
        forbidden = nil
      }
    }
    var within: Int64?
    if let text = node["within"] {
      guard let length = duration(text) else {
        throw OracleError.notUnderstood(node.text)
      }
      within = length
    }
    let inWindow = try events.filter { try isInside(node["window"], $0, at: moment) }
    for first in inWindow where try steps.first.map({ try matches(first, $0.node, at: moment) }) ?? false {
      let end = within.map { first.time.milliseconds + $0 }
      /// The events that can stand at the step that was looked at last.
      var reached = [first]
      for step in steps.dropFirst() {
        let followers = try inWindow.filter { try matches($0, step.node, at: moment) }
        reached = try followers.filter { event in
          guard event.time.milliseconds <= end ?? .max else { return false }
          return try reached.contains { before in
            guard before.time < event.time else { return false }
            let between = events.filter { before.time < $0.time && $0.time < event.time }
            return try !happens(step.forbidden, among: between, at: moment)
          }
        }
      }
      guard let forbidden else {
        if !reached.isEmpty { return true }
        continue
      }
      guard let end else { throw OracleError.notUnderstood(node.text) }
      guard moment.now > end else { continue }
      for last in reached {
        let rest = events.filter { last.time < $0.time && $0.time.milliseconds <= end }
        if try !happens(forbidden, among: rest, at: moment) { return true }
      }
    }
    return false
  }

  private func happens(_ step: JSONValue?, among events: [EventRecord], at moment: OracleMoment) throws -> Bool {
    guard let step else { return false }
    return try events.contains { try matches($0, step, at: moment) }
  }
}
