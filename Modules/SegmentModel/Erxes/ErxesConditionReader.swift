/// Translates one condition of erxes, on a property or an attribute, into a leaf of the filter language.
struct ErxesConditionReader {
  let zone: Zone
  private(set) var changes: [ErxesNote] = []
  private(set) var reasons: [ErxesNote] = []

  init(zone: Zone) {
    self.zone = zone
  }

  mutating func tell(_ note: ErxesNote) { changes.append(note) }

  mutating func refuse(_ pointer: JSONPointer, _ code: ErxesNote.Code, _ detail: String) {
    reasons.append(ErxesNote(pointer, code, detail))
  }

  /// - Parameters:
  ///   - subject: `["property": name]` or the like.
  ///   - keys: of the operator and the value in the document.
  /// - Returns: nil where it is refused, which is told.
  mutating func leaf(
    _ subject: JSONMember, _ condition: JSONValue, keys: (operator: String, value: String), at pointer: JSONPointer
  ) -> JSONValue? {
    let place = pointer.appending(keys.operator)
    guard let code = condition[keys.operator]?.erxesText else {
      refuse(place, .unknownOperator, "has no operator")
      return nil
    }
    guard let op = Operator(erxesCode: code) else {
      refuse(place, .unknownOperator, "\"\(code)\" is no operator of erxes that is known here")
      return nil
    }
    let asked = Asked(
      subject: subject, op: op, code: code, value: condition[keys.value] ?? .null,
      pointer: pointer.appending(keys.value))
    switch op.definition.shape {
    case .none: return asked.leaf(op)
    case .nth: return nth(asked)
    case .date: return date(asked)
    case .number: return number(asked)
    default: return code.hasPrefix("number") ? number(asked) : text(asked)
    }
  }

  private struct Asked {
    var subject: JSONMember
    var op: Operator
    var code: String
    var value: JSONValue
    var pointer: JSONPointer

    func leaf(_ op: Operator, _ value: JSONValue? = nil) -> JSONValue {
      let members = [subject, JSONMember("operator", .string(op.rawValue))]
      return .object(members + (value.map { [JSONMember("value", $0)] } ?? []))
    }

    var isBasicYesNo: Bool {
      subject.key == "property" && ["isSubscribed", "doNotDisturb"].contains(subject.value.stringValue)
    }
  }

  private mutating func text(_ asked: Asked) -> JSONValue? {
    let value = asked.value
    switch value {
    case .boolean, .number:
      if asked.op == .equals || asked.op == .notEquals { return asked.leaf(asked.op, value) }
    default: break
    }
    guard let text = value.stringValue ?? value.numberValue?.ecmaScriptText, !text.isEmpty else {
      refuse(asked.pointer, .badValue, "\"\(asked.code)\" needs a value")
      return nil
    }
    if asked.op == .contains || asked.op == .notContains {
      tell(
        ErxesNote(
          asked.pointer, .substring,
          "erxes looks into single words, and takes * and ? for any characters; here \"\(text)\" is looked for as it "
            + "is, anywhere in the text"))
      return asked.leaf(asked.op, .string(text))
    }
    if asked.isBasicYesNo, ["yes", "no"].contains(text.folded) {
      tell(
        ErxesNote(
          asked.pointer, .yesNo, "erxes keeps Yes and No as texts; here true and false are taken for them as well"))
      let values: JSONValue = [.string(text), .boolean(text.folded == "yes")]
      return asked.leaf(asked.op == .equals ? .in : .notIn, values)
    }
    tell(
      ErxesNote(
        asked.pointer, .wholeText,
        "erxes compares some texts with regard to case and finds others by a phrase within them; here the whole text "
          + "is compared, without regard to case"))
    return asked.leaf(asked.op, .string(text))
  }

  private mutating func number(_ asked: Asked) -> JSONValue? {
    if let number = asked.value.numberValue ?? asked.value.erxesText.flatMap({ Scalar.text($0).numberView }) {
      tell(
        ErxesNote(
          asked.pointer, .numberText,
          "erxes compares numbers that are stored as numbers; here a text that is one, like \"80\", counts too"))
      return asked.leaf(asked.op, .number(number))
    }
    // Older versions of erxes had the same code for dates.
    if asked.code == "igt" || asked.code == "ilt", asked.value.erxesText.flatMap({ DateExpression($0) }) != nil {
      var asked = asked
      asked.op = asked.code == "igt" ? .onOrAfter : .onOrBefore
      return date(asked)
    }
    refuse(asked.pointer, .badValue, "\"\(asked.code)\" needs a number, not \(asked.value.text)")
    return nil
  }

  private mutating func date(_ asked: Asked) -> JSONValue? {
    guard let text = asked.value.erxesText, let date = DateExpression(text) else {
      refuse(
        asked.pointer, .badValue, "\"\(asked.code)\" needs a date like 2026-11-24 or now-21d/d, not \(asked.value.text)"
      )
      return nil
    }
    if case .text(.day, _) = date, asked.op == .onOrBefore || asked.op == .dateRelativeLessThan {
      tell(
        ErxesNote(
          asked.pointer, .wholeDay,
          "erxes takes a date for its first instant; here \"\(asked.op.definition.label)\" includes the whole day"))
    }
    if !date.isInstant { tellOfZone(asked) }
    return asked.leaf(asked.op, .string(text))
  }

  private mutating func nth(_ asked: Asked) -> JSONValue? {
    guard let n = asked.value.erxesInteger, FilterLimits.nth.contains(n) else {
      refuse(
        asked.pointer, .badValue,
        "\"\(asked.code)\" needs a whole number from 0 to \(FilterLimits.nth.upperBound), not \(asked.value.text)")
      return nil
    }
    let isDay = asked.op == .willOccurBeforeNthDay || asked.op == .willOccurAfterNthDay
    if isDay { tellOfZone(asked) }
    if isDay, asked.subject == JSONMember("property", "birthDate") {
      tell(
        ErxesNote(
          asked.pointer, .birthday,
          "erxes compares the month and day of a birth date; here that is the operator \"anniversary\""))
      return asked.leaf(.anniversary, .string("now\(asked.op == .willOccurBeforeNthDay ? "+" : "-")\(n)d/d"))
    }
    return asked.leaf(asked.op, .number(Double(n)))
  }

  private mutating func tellOfZone(_ asked: Asked) {
    if zone == .utc { return }
    tell(
      ErxesNote(asked.pointer, .timeZone, "erxes has days begin in UTC; here they begin in \(zone.name)"))
  }
}

extension DateExpression {
  /// Whether it is the same in every zone.
  fileprivate var isInstant: Bool {
    switch self {
    case .text(.day, _), .text(.dateTime(_, offset: nil), _): return false
    case .text: return true
    case .math(let math):
      let units = math.terms.map(\.unit) + [math.rounding].compactMap(\.self)
      return units.allSatisfy { $0.fixedMilliseconds != nil }
    }
  }
}
