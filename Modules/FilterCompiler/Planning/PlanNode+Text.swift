import SegmentModel

extension LogicalPlan: CustomStringConvertible {
  /// The plan as an indented tree, one node a line; first what is shared.
  package var description: String {
    let shared = shared.enumerated().map { place, condition in
      "#\(place): \(condition.isPeople ? "contacts" : "companies") where\n" + condition.node.text(indent: 1)
    }
    return (shared + [(isPeople ? "contacts" : "companies") + " where\n" + root.text(indent: 1)])
      .joined(separator: "\n")
  }
}

extension PlanNode {
  /// As an indented tree, one node a line.
  package func text(indent: Int = 0) -> String { lines(indent: indent).joined(separator: "\n") }

  private func lines(indent: Int) -> [String] {
    let margin = String(repeating: "  ", count: indent)
    func group(_ word: String, _ nodes: [PlanNode]) -> [String] {
      [margin + word] + nodes.flatMap { $0.lines(indent: indent + 1) }
    }
    switch self {
    case .everyone: return [margin + "everyone"]
    case .nobody: return [margin + "nobody"]
    case .all(let nodes): return group("all", nodes)
    case .any(let nodes): return group("any", nodes)
    case .not(let inner): return group("not", [inner])
    case .state(let state): return [margin + "state = \(state.rawValue)"]
    case .property(let key, let test): return [margin + "\(key.space.rawValue).\(key.name) \(test)"]
    case .event(let test): return [margin + test.description]
    case .sequence(let test): return [margin + "sequence"] + test.lines.map { margin + "  " + $0 }
    case .list(let id): return [margin + "on list \(id)"]
    case .sample(let test): return [margin + "sample of \(test.percent.ecmaScriptText) %, salt \(test.salt.quoted)"]
    case .related(let test):
      return group("\(test.relation.rawValue)\(countText(test.minimum, test.maximum)) that", [test.condition])
    case .picked(let picks):
      return [margin + "one of " + picks.map(\.description).joined(separator: ", ")]
    case .shared(let place): return [margin + "#\(place)"]
    }
  }
}

private func countText(_ minimum: Int, _ maximum: Int?) -> String {
  switch maximum {
  case nil: " × \(minimum)+"
  case minimum: " × \(minimum)"
  case let maximum?: " × \(minimum)…\(maximum)"
  }
}

extension EventTest: CustomStringConvertible {
  package var description: String {
    switch question {
    case .count(let minimum, let maximum, let within):
      "\(events)\(within.at)" + countText(minimum, maximum)
    case .aggregate(let test):
      "\(test.function.rawValue) of \(test.attribute.text) over \(events)\(test.within.at): "
        + ValueTest.number(test.test).description
    case .occurrence(let test):
      "\(test.occurrence.rawValue) \(events)\(test.within.at)"
        + (test.having == .everything ? "" : " having \(test.having)")
    case .periods(let test):
      "\(events) × \(test.each)+ in \(test.atLeast)+ of the last \(test.of)\(test.unit.rawValue) in \(test.zone.name)"
    }
  }
}

extension EventSelection: CustomStringConvertible {
  package var description: String {
    "event \(name.quoted)" + (`where` == .everything ? "" : " where \(`where`)")
  }
}

extension SequenceTest {
  fileprivate var lines: [String] {
    var lines: [String] = []
    for step in steps {
      if let unwanted = step.notBefore { lines.append("no \(unwanted) before") }
      lines.append(step.events.description)
    }
    if let unwanted = notAfter { lines.append("no \(unwanted) after") }
    if let within { lines.append("within \(within) ms") }
    if window != TimeRange() { lines.append("each" + window.at) }
    return lines
  }
}

extension HandPick: CustomStringConvertible {
  package var description: String { contact + (until.map { " until \($0)" } ?? "") }
}

extension ExactText {
  fileprivate var quoted: String { JSONValue.string(text).text }
}

extension TimeRange {
  /// With the zone, where that makes a difference: plans of the same text are the same.
  fileprivate var at: String {
    if self == TimeRange() { return "" }
    let zone = [lower, upper].compactMap(\.self).first { $0.isOfCalendar }?.zone
    return " at \(self)" + (zone.map { " in \($0.name)" } ?? "")
  }
}

extension TimeBound {
  /// Its zone says when it is.
  fileprivate var isOfCalendar: Bool {
    switch expression {
    case .text: true
    case .math(let math): !math.terms.isEmpty || math.rounding != nil
    }
  }
}

extension AttributeTest: CustomStringConvertible {
  package var description: String {
    switch self {
    case .all(let nodes): "(" + nodes.map(\.description).joined(separator: " and ") + ")"
    case .any(let nodes): "(" + nodes.map(\.description).joined(separator: " or ") + ")"
    case .not(let node): "not \(node)"
    case .attribute(let name, let test): "\(name.text) \(test)"
    }
  }
}

extension ValueTest: CustomStringConvertible {
  package var description: String {
    switch self {
    case .isSet: "is set"
    case .text(.isOneOf(let texts)): "text in \(texts.map(\.quoted).joined(separator: ", "))"
    case .text(.contains(let text)): "text contains \(text.quoted)"
    case .text(.hasPrefix(let text)): "text starts with \(text.quoted)"
    case .text(.hasSuffix(let text)): "text ends with \(text.quoted)"
    case .number(.isOneOf(let numbers)): "number in \(numbers.map(\.ecmaScriptText).joined(separator: ", "))"
    case .number(.range(let lower, let upper)):
      "number in "
        + (lower.map { ($0.isIncluded ? "[" : "(") + $0.value.ecmaScriptText } ?? "(") + ", "
        + (upper.map { $0.value.ecmaScriptText + ($0.isIncluded ? "]" : ")") } ?? ")")
    case .date(let test): "date\(test.unit.map { "(\($0.rawValue))" } ?? "") \(test.question) in \(test.zone.name)"
    case .boolean(let boolean): "boolean is \(boolean)"
    case .anyOf(let tests): tests.map(\.description).joined(separator: " or ")
    }
  }
}

extension ValueTest.DateTest.Question: CustomStringConvertible {
  package var description: String {
    switch self {
    case .within(let range): "\(range)"
    case .anniversary(let expression): "anniversary of \(expression)"
    }
  }
}

extension TimeRange: CustomStringConvertible {
  package var description: String {
    "[\(lower.map(\.description) ?? "…"), \(upper.map(\.description) ?? "…")]"
  }
}

extension TimeBound: CustomStringConvertible {
  package var description: String {
    let sign = shift < 0 ? " − " : " + "
    let moved = shift == 0 ? "" : sign + "\(shift.magnitude) ms"
    // One millisecond has no two edges.
    if case .math(let math) = expression, math.rounding == nil { return expression.description + moved }
    return "\(edge.rawValue)(\(expression))" + moved
  }
}
