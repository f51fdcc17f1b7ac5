/// Reads `operator` and `value` of a leaf by the operator table.
enum ConditionReader {
  static func read(
    _ object: JSONObjectReader, operators: [Operator]? = nil, _ mistakes: inout MistakeCollector
  ) -> Condition? {
    guard object.required("operator", &mistakes) != nil, let word = object.text("operator", &mistakes) else {
      return nil
    }
    let pointer = object.pointer.appending("operator")
    guard let found = Operator(rawValue: word) else {
      mistakes.add(pointer, .unknownOperator, unknown(word))
      return nil
    }
    if let operators, !operators.contains(found) {
      let choices = operators.map(\.rawValue).joined(separator: ", ")
      mistakes.add(pointer, .notAllowedHere, "\"\(word)\" does not fit here; use one of \(choices)")
      return nil
    }
    return operand(of: found, object, &mistakes).map { Condition(found, $0) }
  }

  private static func unknown(_ word: String) -> String {
    let wanted = word.folded
    let near = Operator.allCases.first { $0.rawValue.folded == wanted || $0.definition.label == wanted }
    if let near { return "\"\(word)\" is not an operator; did you mean \"\(near.rawValue)\"?" }
    return "\"\(word)\" is not an operator; known: \(Operator.allCases.map(\.rawValue).joined(separator: ", "))"
  }

  private static func operand(
    of op: Operator, _ object: JSONObjectReader, _ mistakes: inout MistakeCollector
  ) -> Condition.Operand? {
    let pointer = object.pointer.appending("value")
    let shape = op.definition.shape
    if shape == .none {
      if object.has("value") { mistakes.add(pointer, .unexpectedValue, "\"\(op.rawValue)\" takes no value") }
      return Condition.Operand.none
    }
    guard let value = object["value"] else {
      mistakes.add(object.pointer, .missingKey, "\"\(op.rawValue)\" needs a \"value\": \(shape.rawValue)")
      return nil
    }
    switch shape {
    case .none: return nil
    case .scalar: return scalar(value, at: pointer, &mistakes).map { .scalar($0) }
    case .scalars: return scalars(value, at: pointer, &mistakes).map { .scalars($0) }
    case .text: return text(value, at: pointer, &mistakes).map { .text($0) }
    case .number: return number(value, at: pointer, &mistakes).map { .number($0) }
    case .range: return range(value, at: pointer, &mistakes)
    case .date:
      let isTrimmed = op == .dateRelativeLessThan || op == .dateRelativeGreaterThan
      return date(value, at: pointer, trimmed: isTrimmed, &mistakes).map { .date($0) }
    case .nth: return nth(value, at: pointer, &mistakes).map { .nth($0) }
    case .duration: return duration(value, at: pointer, &mistakes).map { .duration($0) }
    }
  }

  static func scalar(_ value: JSONValue, at pointer: JSONPointer, _ mistakes: inout MistakeCollector) -> Scalar? {
    switch value {
    case .boolean(let boolean): return .boolean(boolean)
    case .number, .largeInteger: return number(value, at: pointer, &mistakes).map { .number($0) }
    case .string: return text(value, at: pointer, &mistakes).map { .text($0) }
    case .null:
      mistakes.add(pointer, .emptyValue, "must not be null; to ask whether a value is set use isSet or isNotSet")
    case .array, .object:
      mistakes.add(pointer, .wrongType, "must be a string, a number or a boolean, not \(value.kindName)")
    }
    return nil
  }

  private static func scalars(
    _ value: JSONValue, at pointer: JSONPointer, _ mistakes: inout MistakeCollector
  ) -> [Scalar]? {
    guard let elements = value.arrayValue else {
      mistakes.add(pointer, .wrongType, "must be a list, not \(value.kindName)")
      return nil
    }
    if elements.isEmpty { mistakes.add(pointer, .emptyValue, "must have at least one value") }
    if elements.count > FilterLimits.listValues {
      mistakes.add(pointer, .tooMany, "has \(elements.count) values; at most \(FilterLimits.listValues)")
      return nil
    }
    var scalars: [Scalar] = []
    for (index, element) in elements.enumerated() {
      if let each = scalar(element, at: pointer.appending(index), &mistakes) { scalars.append(each) }
    }
    return scalars.count == elements.count && !scalars.isEmpty ? scalars : nil
  }

  private static func text(
    _ value: JSONValue, at pointer: JSONPointer, _ mistakes: inout MistakeCollector
  ) -> String? {
    guard let text = value.stringValue else {
      mistakes.add(pointer, .wrongType, "must be a string, not \(value.kindName)")
      return nil
    }
    if text.isEmpty {
      mistakes.add(pointer, .emptyValue, "must not be empty; to ask whether a value is set use isSet or isNotSet")
      return nil
    }
    if text.unicodeScalars.count > FilterLimits.textLength {
      mistakes.add(pointer, .tooLong, "has over \(FilterLimits.textLength) characters")
      return nil
    }
    return text
  }

  private static func number(
    _ value: JSONValue, at pointer: JSONPointer, _ mistakes: inout MistakeCollector
  ) -> Double? {
    if let number = value.numberValue { return number }
    mistakes.add(pointer, .wrongType, "must be a number, not \(value.kindName)")
    return nil
  }

  private static func range(
    _ value: JSONValue, at pointer: JSONPointer, _ mistakes: inout MistakeCollector
  ) -> Condition.Operand? {
    guard let ends = value.arrayValue, ends.count == 2 else {
      mistakes.add(pointer, value.arrayValue == nil ? .wrongType : .badValue, "must be a list of two: [low, high]")
      return nil
    }
    if ends.allSatisfy({ $0.stringValue == nil }) {
      guard let low = number(ends[0], at: pointer.appending(0), &mistakes),
        let high = number(ends[1], at: pointer.appending(1), &mistakes)
      else { return nil }
      return .numbers(low: low, high: high)
    }
    let low = date(ends[0], at: pointer.appending(0), &mistakes)
    let high = date(ends[1], at: pointer.appending(1), &mistakes)
    guard let low, let high else { return nil }
    return .dates(low: low, high: high)
  }

  static func date(
    _ value: JSONValue, at pointer: JSONPointer, trimmed: Bool = false, _ mistakes: inout MistakeCollector
  ) -> DateExpression? {
    guard let text = value.stringValue else {
      mistakes.add(pointer, .wrongType, "must be a date as a string, not \(value.kindName)")
      return nil
    }
    if let date = DateExpression(trimmed ? text.trimmedASCII : text) { return date }
    mistakes.add(
      pointer, text.isEmpty ? .emptyValue : .badValue,
      "\"\(text)\" is not a date: write YYYY-MM-DD, YYYY-MM-DDTHH:MM:SSZ or date math like now-21d/d")
    return nil
  }

  private static func nth(_ value: JSONValue, at pointer: JSONPointer, _ mistakes: inout MistakeCollector) -> Int? {
    let bounds = "a whole number from \(FilterLimits.nth.lowerBound) to \(FilterLimits.nth.upperBound)"
    guard let number = value.numberValue else {
      mistakes.add(pointer, .wrongType, "must be \(bounds), not \(value.kindName)")
      return nil
    }
    guard let whole = Int(exactly: number), FilterLimits.nth.contains(whole) else {
      mistakes.add(pointer, .outOfRange, "must be \(bounds)")
      return nil
    }
    return whole
  }

  static func duration(
    _ value: JSONValue, at pointer: JSONPointer, _ mistakes: inout MistakeCollector
  ) -> ElapsedDuration? {
    guard let text = value.stringValue else {
      mistakes.add(pointer, .wrongType, "must be a duration as a string, like \"30d\", not \(value.kindName)")
      return nil
    }
    if let duration = ElapsedDuration(text) { return duration }
    mistakes.add(
      pointer, text.isEmpty ? .emptyValue : .badValue,
      "\"\(text)\" is not a duration: write N and s, m, h, d or w, N from 1 to 1000000")
    return nil
  }
}
