import SegmentModel

/// Leaves: an operator on what is stored.
/// Source: filter-language, "Operators".
extension Oracle {
  /// - Parameters:
  ///   - leaf: has `operator` and, where the operator takes one, `value`.
  ///   - stored: nil where nothing is.
  ///   - unit: of a number as a date; nil where the property is not declared `datetime`.
  func holds(_ leaf: JSONValue, of stored: Value?, unit: DateUnit?, at moment: OracleMoment) throws -> Bool {
    guard let name = leaf["operator"]?.stringValue else { throw OracleError.notUnderstood(leaf.text) }
    let operand = leaf["value"] ?? .null
    func anyElement(_ name: String) throws -> Bool {
      try (stored?.elements ?? []).contains { element in
        guard let holds = holds(name, operand, of: element, unit: unit, at: moment) else {
          throw OracleError.notUnderstood(leaf.text)
        }
        return holds
      }
    }
    switch name {
    case "isSet": return stored != nil
    case "isNotSet": return stored == nil
    case "notEquals": return try !anyElement("equals")
    case "notIn": return try !anyElement("in")
    case "notContains": return try !anyElement("contains")
    default: return try anyElement(name)
    }
  }

  /// A positive operator on one element; nil for an operator or operand that does not exist.
  private func holds(
    _ name: String, _ operand: JSONValue, of element: Scalar, unit: DateUnit?, at moment: OracleMoment
  ) -> Bool? {
    switch name {
    case "equals": return equals(element, operand)
    case "in": return operand.arrayValue.map { $0.contains { equals(element, $0) } }
    case "isTrue": return OracleView.boolean(element) == true
    case "isFalse": return OracleView.boolean(element) == false
    case "contains", "startsWith", "endsWith":
      guard let part = operand.stringValue.map({ folded(.text($0)) }) else { return nil }
      let whole = folded(element)
      if name == "startsWith" { return whole.starts(with: part) }
      if name == "endsWith" { return whole.reversed().starts(with: part.reversed()) }
      return whole.indices.contains { whole[$0...].starts(with: part) }
    case "greaterThan", "greaterOrEqual", "lessThan", "lessOrEqual":
      guard let bound = operand.numberValue else { return nil }
      guard let number = number(element) else { return false }
      return compares(number, name, bound)
    case "between":
      guard let bounds = operand.arrayValue, bounds.count == 2 else { return nil }
      if let low = bounds[0].numberValue, let high = bounds[1].numberValue {
        return number(element).map { low <= $0 && $0 <= high } ?? false
      }
    default: break
    }
    guard let test = dateTest(name, operand, at: moment) else { return nil }
    return date(element, unit: unit, in: moment.zone).map(test) ?? false
  }

  /// By the type of the operand: text, number or boolean.
  private func equals(_ element: Scalar, _ operand: JSONValue) -> Bool {
    switch operand {
    case .string(let text): folded(element) == folded(.text(text))
    case .boolean(let boolean): OracleView.boolean(element) == boolean
    default: operand.numberValue != nil && number(element) == operand.numberValue
    }
  }

  func compares(_ number: Double, _ name: String, _ bound: Double) -> Bool {
    switch name {
    case "greaterThan": number > bound
    case "greaterOrEqual": number >= bound
    case "lessThan": number < bound
    default: number <= bound
    }
  }

  // MARK: Dates

  /// What a date operator asks of an instant; nil for what is none.
  private func dateTest(_ name: String, _ operand: JSONValue, at moment: OracleMoment) -> ((Int64) -> Bool)? {
    let now = moment.now
    switch name {
    case "willOccurBeforeNthMinute": return nthTest(operand, "+", "m", at: moment)
    case "willOccurBeforeNthDay": return nthTest(operand, "+", "d", at: moment)
    case "willOccurAfterNthMinute": return nthTest(operand, "-", "m", at: moment)
    case "willOccurAfterNthDay": return nthTest(operand, "-", "d", at: moment)
    case "inTheLast": return duration(operand).map { d in { now - d <= $0 && $0 <= now } }
    case "inTheNext": return duration(operand).map { d in { now <= $0 && $0 <= now + d } }
    case "between":
      guard let bounds = operand.arrayValue, bounds.count == 2, let low = span(bounds[0], at: moment),
        let high = span(bounds[1], at: moment)
      else { return nil }
      return { low.first <= $0 && $0 <= high.last }
    default: break
    }
    guard let span = span(operand, at: moment) else { return nil }
    switch name {
    case "before": return { $0 < span.first }
    case "after": return { $0 > span.last }
    case "onOrBefore": return { $0 <= span.last }
    case "onOrAfter": return { $0 >= span.first }
    case "on": return { span.contains($0) }
    case "dateRelativeLessThan": return { $0 <= span.last }
    case "dateRelativeGreaterThan": return { $0 >= span.first }
    case "anniversary":
      let days = days.answer(SpanInZone(span: span, zone: moment.zone.name)) {
        Self.days(touchedBy: $0.span, moment.zone)
      }
      return { instant in
        let date = moment.zone.day(of: instant)
        return days.contains { Self.isAnniversary($0, of: date) }
      }
    default: return nil
    }
  }

  /// The span of a date value; blanks around one are ignored, for the two operators that allow them.
  func span(_ operand: JSONValue, at moment: OracleMoment) -> OracleSpan? {
    guard let text = operand.stringValue else { return nil }
    return spans.answer(DateAsked(text: text, now: moment.now, zone: moment.zone.name)) {
      OracleDateMath.span(of: OracleView.trimmed($0.text), now: $0.now, in: moment.zone)
    }
  }

  /// Milliseconds; nil for what is no duration.
  func duration(_ operand: JSONValue) -> Int64? { operand.stringValue.flatMap(OracleDateMath.duration) }

  private func nthTest(
    _ operand: JSONValue, _ sign: String, _ unit: String, at moment: OracleMoment
  ) -> ((Int64) -> Bool)? {
    guard let n = operand.integerValue else { return nil }
    return span(.string("now\(sign)\(n)\(unit)/\(unit)"), at: moment).map { span in { span.contains($0) } }
  }

  /// Days of which at least a millisecond exists and lies in the span.
  private static func days(touchedBy span: OracleSpan, _ zone: OracleZone) -> Set<OracleDay> {
    guard span.first <= span.last else { return [] }
    var days: Set<OracleDay> = []
    var day = zone.day(of: span.first)
    let last = zone.day(of: span.last)
    while day.number <= last.number {
      let whole = zone.span(of: day)
      if whole.first <= whole.last { days.insert(day) }
      day = day.adding(days: 1)
    }
    return days
  }

  private static func isAnniversary(_ day: OracleDay, of date: OracleDay) -> Bool {
    if date.month == 2, date.day == 29, !OracleDay.isLeap(day.year) { return day.month == 3 && day.day == 1 }
    return day.month == date.month && day.day == date.day
  }
}
