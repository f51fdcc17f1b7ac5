import SegmentModel

extension LogicalPlan: CustomStringConvertible {
  /// The plan as an indented tree, one node a line.
  package var description: String {
    (isPeople ? "contacts" : "companies") + " where\n" + root.lines(indent: 1).joined(separator: "\n")
  }
}

extension PlanNode {
  fileprivate func lines(indent: Int) -> [String] {
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
    case .event(let event): return [margin + event.description]
    }
  }
}

extension PlanNode.EventTest: CustomStringConvertible {
  package var description: String {
    var text = "event \"\(name)\""
    if `where` != .everything { text += " where \(`where`)" }
    if window != TimeRange() { text += " at \(window)" }
    switch maximum {
    case nil: text += " × \(minimum)+"
    case minimum: text += " × \(minimum)"
    case let maximum?: text += " × \(minimum)…\(maximum)"
    }
    return text
  }
}

extension AttributeTest: CustomStringConvertible {
  package var description: String {
    switch self {
    case .all(let nodes): "(" + nodes.map(\.description).joined(separator: " and ") + ")"
    case .any(let nodes): "(" + nodes.map(\.description).joined(separator: " or ") + ")"
    case .not(let node): "not \(node)"
    case .attribute(let name, let test): "\(name) \(test)"
    }
  }
}

extension ValueTest: CustomStringConvertible {
  package var description: String {
    switch self {
    case .isSet: "is set"
    case .text(.isOneOf(let texts)): "text in \(texts.map { JSONValue.string($0).text }.joined(separator: ", "))"
    case .text(.contains(let text)): "text contains \(JSONValue.string(text).text)"
    case .text(.hasPrefix(let text)): "text starts with \(JSONValue.string(text).text)"
    case .text(.hasSuffix(let text)): "text ends with \(JSONValue.string(text).text)"
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
