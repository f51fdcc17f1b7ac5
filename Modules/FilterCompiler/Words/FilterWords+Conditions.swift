import SegmentModel

/// Conditions on one value.
extension FilterWords {
  /// What a condition is about, as it stands before the operator.
  struct Subject {
    var noun: String
    /// In place of `noun` and "is" before a date: `last seen`.
    var participle: String?
    /// Whole sentences for "is set" and "is not set".
    var presence: (set: String, notSet: String)?
  }

  func property(_ written: String) -> Subject {
    let name = BasicProperty.resolvingAlias(written)
    let key = PropertyKey(isPeople ? .contact : .company, name)
    if let label = labels[key] { return Subject(noun: WordedText.label(label)) }
    switch name {
    case "lastSeenAt" where isPeople:
      return Subject(noun: "time last seen", participle: "last seen", presence: ("seen at some time", "never seen"))
    case "createdAt": return Subject(noun: "time of creation", participle: "created")
    case "modifiedAt":
      return Subject(
        noun: "time of the last change", participle: "last changed",
        presence: ("changed at some time", "never changed"))
    default: break
    }
    let basic = isPeople ? BasicProperty.ofContacts : BasicProperty.ofCompanies
    guard basic.contains(where: { $0.name == name }) else { return Subject(noun: WordedText.name(name)) }
    return Subject(noun: Self.basicNouns[name] ?? name.wordsOfCamelCase)
  }

  func tracked(_ name: String) -> Subject {
    if let label = labels[PropertyKey(.tracked, name)] { return Subject(noun: WordedText.label(label)) }
    return Subject(noun: "tracked \(WordedText.name(name))")
  }

  func attribute(_ name: String) -> Subject { Subject(noun: WordedText.name(name)) }

  private static let basicNouns = [
    "primaryEmail": "email", "primaryPhone": "phone", "primaryName": "name", "isSubscribed": "subscribed",
    "hasAuthority": "authority",
  ]

  func leaf(_ subject: Subject, _ condition: Condition) -> String {
    switch condition.operator {
    case .isSet: if let presence = subject.presence { return presence.set }
    case .isNotSet: if let presence = subject.presence { return presence.notSet }
    default: break
    }
    if let position = datePosition(condition) {
      return subject.participle.map { "\($0) \(position)" } ?? "\(subject.noun) is \(position)"
    }
    return "\(subject.noun) \(predicate(condition))"
  }

  /// Where a date lies: what follows "is"; nil for conditions on something else.
  private func datePosition(_ condition: Condition) -> String? {
    switch condition.operand {
    case .date(let expression):
      let span = dates.span(of: expression)
      let position: String? =
        switch condition.operator {
        case .before: "before \(dates.start(span.first))"
        case .after: "after \(dates.end(span.last))"
        case .onOrBefore, .dateRelativeLessThan: "on or before \(dates.end(span.last))"
        case .onOrAfter, .dateRelativeGreaterThan: "on or after \(dates.start(span.first))"
        case .on: dates.during(span)
        default: nil
        }
      return position.map { $0 + dates.distance(of: expression) }
    case .dates(let low, let high):
      let first = dates.start(dates.span(of: low).first) + dates.distance(of: low)
      let last = dates.end(dates.span(of: high).last) + dates.distance(of: high)
      return "between \(first) and \(last)"
    case .nth(let n): return nth(n, condition.operator)
    case .duration(let duration):
      return "in the \(condition.operator == .inTheLast ? "last" : "next") \(duration.wordsAfterLast)"
    case .none, .scalar, .scalars, .text, .number, .numbers: return nil
    }
  }

  private func nth(_ n: Int, _ op: Operator) -> String {
    let isAhead = op == .willOccurBeforeNthDay || op == .willOccurBeforeNthMinute
    let isDay = op == .willOccurBeforeNthDay || op == .willOccurAfterNthDay
    let unit = isDay ? TimeUnit.day : .minute
    let expression = DateExpression.math(DateMath(terms: [.init(isAhead ? n : -n, unit)], rounding: unit))
    return dates.during(dates.span(of: expression)) + dates.distance(of: expression)
  }

  private func predicate(_ condition: Condition) -> String {
    let label = condition.operator.definition.label
    switch condition.operand {
    case .none: return label
    case .scalar(let scalar): return "\(label) \(WordedText.value(scalar))"
    case .scalars(let scalars): return "\(label) \(WordedText.list(scalars.map(WordedText.value), joinedBy: "or"))"
    case .text(let text): return "\(label) \(WordedText.quoted(text))"
    case .number(let number): return "\(label) \(number.ecmaScriptText)"
    case .numbers(let low, let high): return "\(label) \(low.ecmaScriptText) and \(high.ecmaScriptText)"
    case .date(let expression):
      // Only an anniversary comes here: the others are positions.
      return "has its anniversary \(dates.dayOfYear(dates.span(of: expression)))\(dates.distance(of: expression))"
    case .dates, .nth, .duration: return label
    }
  }

  /// What is asked of a number that was counted or summed: "is greater than 500".
  func numberPredicate(_ condition: Condition) -> String { predicate(condition) }
}
