import SegmentModel

/// Event conditions.
/// Source: filter-language, "Event conditions".
extension Oracle {
  /// - Parameter events: all of the contact's that are not later than now, in the order of arrival.
  func eventConditionHolds(_ node: JSONValue, _ events: [EventRecord], at moment: OracleMoment) throws -> Bool {
    let matching = try events.filter { try matches($0, node, at: moment) }
    if let periods = node["periods"] { return try periodsHold(periods, matching, at: moment) }
    if let occurrence = node["occurrence"]?.stringValue {
      let inOrder = matching.sorted { ($0.time, $0.id) < ($1.time, $1.id) }
      guard let one = occurrence == "first" ? inOrder.first : inOrder.last else { return false }
      guard try isInside(node["within"], one, at: moment) else { return false }
      return try node["having"].map { try satisfies(one, $0, at: moment) } ?? true
    }
    let counted = try matching.filter { try isInside(node["within"], $0, at: moment) }
    let countHolds = try node["count"].map { try isWithin($0, counted.count) }
    let aggregateHolds = try node["aggregate"].map { try aggregate($0, over: counted) }
    if countHolds == nil, aggregateHolds == nil { return !counted.isEmpty }
    return countHolds ?? true && aggregateHolds ?? true
  }

  /// Whether an event has the name and attributes that a condition or a step asks for.
  func matches(_ event: EventRecord, _ node: JSONValue, at moment: OracleMoment) throws -> Bool {
    guard let name = node["event"]?.stringValue else { throw OracleError.notUnderstood(node.text) }
    guard event.name.isSame(as: name) else { return false }
    return try node["where"].map { try satisfies(event, $0, at: moment) } ?? true
  }

  private func satisfies(_ event: EventRecord, _ node: JSONValue, at moment: OracleMoment) throws -> Bool {
    if node.objectValue?.isEmpty == true { return true }
    if let nodes = node["all"]?.arrayValue { return try nodes.allSatisfy { try satisfies(event, $0, at: moment) } }
    if let nodes = node["any"]?.arrayValue { return try nodes.contains { try satisfies(event, $0, at: moment) } }
    if let inner = node["not"] { return try !satisfies(event, inner, at: moment) }
    guard let name = node["attribute"]?.stringValue else { throw OracleError.notUnderstood(node.text) }
    return try holds(node, of: event.value(of: name), unit: nil, at: moment)
  }

  /// `{"last": duration}` or `{"from": date, "to": date}`; none is all time.
  func isInside(_ window: JSONValue?, _ event: EventRecord, at moment: OracleMoment) throws -> Bool {
    guard let window else { return true }
    let time = event.time.milliseconds
    if let last = window["last"] {
      guard let length = duration(last) else {
        throw OracleError.notUnderstood(window.text)
      }
      return moment.now - length <= time && time <= moment.now
    }
    if let from = window["from"] {
      guard let span = span(from, at: moment) else { throw OracleError.notUnderstood(window.text) }
      if time < span.first { return false }
    }
    if let to = window["to"] {
      guard let span = span(to, at: moment) else { throw OracleError.notUnderstood(window.text) }
      if time > span.last { return false }
    }
    return true
  }

  private func periodsHold(_ periods: JSONValue, _ matching: [EventRecord], at moment: OracleMoment) throws -> Bool {
    guard let unit = periods["unit"]?.stringValue, let count = periods["of"]?.integerValue, count >= 1,
      let atLeast = periods["atLeast"]?.integerValue,
      let units = OracleDateMath.complete(unit, of: count, before: moment.now, in: moment.zone)
    else { throw OracleError.notUnderstood(periods.text) }
    let each = periods["each"]?.integerValue ?? 1
    let good = units.filter { unit in matching.count { unit.contains($0.time.milliseconds) } >= each }
    return good.count >= atLeast
  }
}

extension EventRecord {
  /// Of two attributes of one name the later one counts.
  func value(of name: String) -> Value? {
    attributes.last { $0.name.isSame(as: name) }?.value
  }
}
