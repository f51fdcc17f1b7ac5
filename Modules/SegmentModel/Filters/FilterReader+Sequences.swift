extension FilterReader {
  mutating func sequence(
    _ json: JSONValue, at pointer: JSONPointer, depth: Int, _ mistakes: inout MistakeCollector
  ) -> SequenceCondition? {
    guard let object = JSONObjectReader(json, at: pointer, known: ["sequence", "within", "window"], &mistakes),
      let json = object["sequence"]
    else { return nil }
    let stepsPointer = pointer.appending("sequence")
    let within = object["within"].flatMap {
      ConditionReader.duration($0, at: pointer.appending("within"), &mistakes)
    }
    let window = window("window", of: object, &mistakes)
    guard let elements = json.arrayValue else {
      mistakes.add(stepsPointer, .wrongType, "must be a list of steps, not \(json.kindName)")
      return nil
    }
    let range = SequenceCondition.stepCount
    if !range.contains(elements.count) {
      mistakes.add(
        stepsPointer, elements.count < range.lowerBound ? .badValue : .tooMany,
        "must have \(range.lowerBound) to \(range.upperBound) steps")
    }
    var steps: [SequenceCondition.Step] = []
    for (index, element) in elements.enumerated() {
      if let step = step(element, at: stepsPointer.appending(index), depth: depth + 1, &mistakes) { steps.append(step) }
    }
    checkOrder(elements.map { $0["not"] != nil }, at: stepsPointer, hasWithin: object.has("within"), &mistakes)
    guard steps.count == elements.count else { return nil }
    return SequenceCondition(steps: steps, within: within, window: window)
  }

  private func checkOrder(
    _ isNegated: [Bool], at pointer: JSONPointer, hasWithin: Bool, _ mistakes: inout MistakeCollector
  ) {
    for index in isNegated.indices where isNegated[index] {
      if index == 0 {
        mistakes.add(pointer.appending(0), .notAllowedHere, "the first step must be positive")
      } else if isNegated[index - 1] {
        mistakes.add(pointer.appending(index), .notAllowedHere, "two \"not\" steps must have one between them")
      } else if index == isNegated.count - 1, !hasWithin {
        mistakes.add(pointer.appending(index), .missingKey, "a \"not\" step at the end needs \"within\"")
      }
    }
  }

  private mutating func step(
    _ json: JSONValue, at pointer: JSONPointer, depth: Int, _ mistakes: inout MistakeCollector
  ) -> SequenceCondition.Step? {
    guard enter(pointer, depth: depth, &mistakes) else { return nil }
    if let inner = json["not"] {
      guard JSONObjectReader(json, at: pointer, known: ["not"], &mistakes) != nil else { return nil }
      let pointer = pointer.appending("not")
      guard enter(pointer, depth: depth + 1, &mistakes) else { return nil }
      return plainStep(inner, at: pointer, isNegated: true, depth: depth + 1, &mistakes)
    }
    return plainStep(json, at: pointer, isNegated: false, depth: depth, &mistakes)
  }

  private mutating func plainStep(
    _ json: JSONValue, at pointer: JSONPointer, isNegated: Bool, depth: Int, _ mistakes: inout MistakeCollector
  ) -> SequenceCondition.Step? {
    guard let object = JSONObjectReader(json, at: pointer, known: ["event", "where"], &mistakes) else { return nil }
    let name = object.requiredText("event", &mistakes)
    let filter = attributes("where", of: object, depth: depth, &mistakes)
    guard let name, let filter else { return nil }
    return SequenceCondition.Step(event: name, where: filter, isNegated: isNegated)
  }
}
