extension FilterReader {
  mutating func event(
    _ json: JSONValue, at pointer: JSONPointer, depth: Int, _ mistakes: inout MistakeCollector
  ) -> EventCondition? {
    let known = ["event", "where", "within", "count", "aggregate", "occurrence", "having", "periods"]
    let before = mistakes.errors.count
    guard let object = JSONObjectReader(json, at: pointer, known: known, &mistakes) else { return nil }
    let name = object.text("event", &mistakes)
    let filter = attributes("where", of: object, depth: depth, &mistakes)
    let having = attributes("having", of: object, depth: depth, &mistakes)
    let window = window("within", of: object, &mistakes)
    let count = object.has("count") ? Self.count(object, &mistakes) : nil
    let aggregate = aggregate(object, &mistakes)
    let occurrence = object.word("occurrence", of: Occurrence.self, &mistakes)
    let periods = periods(object, &mistakes)
    refuseClashes(object, &mistakes)
    guard let name, let filter, let having, mistakes.errors.count == before else { return nil }
    return EventCondition(
      event: name, where: filter, within: window, count: count, aggregate: aggregate, occurrence: occurrence,
      having: having, periods: periods)
  }

  private func refuseClashes(_ object: JSONObjectReader, _ mistakes: inout MistakeCollector) {
    let rules = [("occurrence", ["count", "aggregate"]), ("periods", ["count", "aggregate", "occurrence", "within"])]
    for (key, others) in rules where object.has(key) {
      let clashing = others.filter(object.has)
      if clashing.isEmpty { continue }
      mistakes.add(
        object.pointer, .conflictingKeys, "\"\(key)\" does not go with \(clashing.joined(separator: ", "))")
    }
    if object.has("having"), !object.has("occurrence") {
      mistakes.add(
        object.pointer.appending("having"), .notAllowedHere, "\"having\" needs \"occurrence\"; use \"where\" without it"
      )
    }
  }

  /// The node under `key`, everything where it is absent; nil where it is wrong, which is reported.
  mutating func attributes(
    _ key: String, of object: JSONObjectReader, depth: Int, _ mistakes: inout MistakeCollector
  ) -> AttributeFilter? {
    guard let json = object[key], json != .object([]) else { return .everything }
    return attributeNode(json, at: object.pointer.appending(key), depth: depth + 1, &mistakes)
  }

  private mutating func attributeNode(
    _ json: JSONValue, at pointer: JSONPointer, depth: Int, _ mistakes: inout MistakeCollector
  ) -> AttributeFilter? {
    guard enter(pointer, depth: depth, &mistakes) else { return nil }
    guard let members = json.objectValue else {
      mistakes.add(pointer, .wrongType, "a node must be an object, not \(json.kindName)")
      return nil
    }
    let kinds = ["all", "any", "not", "attribute"].filter { key in members.contains { $0.key == key } }
    guard let kind = kinds.first, kinds.count == 1 else {
      mistakes.add(
        pointer, kinds.isEmpty ? .unknownNode : .conflictingKeys, "must be one of all, any, not, attribute")
      return nil
    }
    let known = kind == "attribute" ? [kind, "operator", "value"] : [kind]
    guard let object = JSONObjectReader(json, at: pointer, known: known, &mistakes), let inner = object[kind] else {
      return nil
    }
    switch kind {
    case "attribute":
      let name = object.text("attribute", &mistakes)
      let condition = ConditionReader.read(object, &mistakes)
      guard let name, let condition else { return nil }
      return .attribute(name, condition)
    case "not":
      return attributeNode(inner, at: pointer.appending("not"), depth: depth + 1, &mistakes).map { .not($0) }
    default:
      return attributeNodes(inner, kind, at: pointer.appending(kind), depth: depth, &mistakes)
    }
  }

  private mutating func attributeNodes(
    _ json: JSONValue, _ kind: String, at pointer: JSONPointer, depth: Int, _ mistakes: inout MistakeCollector
  ) -> AttributeFilter? {
    guard let elements = json.arrayValue else {
      mistakes.add(pointer, .wrongType, "must be a list of nodes")
      return nil
    }
    if kind == "any", elements.isEmpty { mistakes.add(pointer, .emptyValue, "must have at least one node") }
    var nodes: [AttributeFilter] = []
    for (index, element) in elements.enumerated() {
      if let node = attributeNode(element, at: pointer.appending(index), depth: depth + 1, &mistakes) {
        nodes.append(node)
      }
    }
    guard nodes.count == elements.count else { return nil }
    return kind == "all" ? .all(nodes) : .any(nodes)
  }

  func window(
    _ key: String, of object: JSONObjectReader, _ mistakes: inout MistakeCollector
  ) -> Window? {
    let pointer = object.pointer.appending(key)
    guard let json = object[key],
      let window = JSONObjectReader(json, at: pointer, known: ["last", "from", "to"], &mistakes)
    else { return nil }
    if let last = window["last"] {
      if window.has("from") || window.has("to") {
        mistakes.add(pointer, .conflictingKeys, "\"last\" does not go with \"from\" and \"to\"")
      }
      return ConditionReader.duration(last, at: pointer.appending("last"), &mistakes).map { .last($0) }
    }
    let from = window["from"].flatMap { ConditionReader.date($0, at: pointer.appending("from"), &mistakes) }
    let to = window["to"].flatMap { ConditionReader.date($0, at: pointer.appending("to"), &mistakes) }
    return .range(from: from, to: to)
  }

  private func aggregate(_ object: JSONObjectReader, _ mistakes: inout MistakeCollector) -> Aggregate? {
    let keys = ["function", "attribute", "operator", "value"]
    guard let json = object["aggregate"],
      let inner = JSONObjectReader(json, at: object.pointer.appending("aggregate"), known: keys, &mistakes)
    else { return nil }
    _ = inner.required("function", &mistakes)
    let function = inner.word("function", of: Aggregate.Function.self, &mistakes)
    let attribute = inner.requiredText("attribute", &mistakes)
    let condition = ConditionReader.read(inner, operators: Aggregate.operators, &mistakes)
    guard let function, let attribute, let condition else { return nil }
    switch condition.operand {
    case .number, .numbers, .scalar(.number): break
    default:
      mistakes.add(inner.pointer.appending("value"), .wrongType, "an aggregate is compared with a number")
      return nil
    }
    return Aggregate(function: function, attribute: attribute, condition: condition)
  }

  private func periods(_ object: JSONObjectReader, _ mistakes: inout MistakeCollector) -> Periods? {
    guard let json = object["periods"],
      let inner = JSONObjectReader(
        json, at: object.pointer.appending("periods"), known: ["unit", "of", "atLeast", "each"], &mistakes)
    else { return nil }
    for key in ["unit", "of", "atLeast"] { _ = inner.required(key, &mistakes) }
    let unit = inner.word("unit", of: TimeUnit.self, among: Periods.units, &mistakes)
    let of = inner.integer("of", in: 1...Periods.maximumUnits, &mistakes)
    let atLeast = inner.integer("atLeast", in: 1...(of ?? Periods.maximumUnits), &mistakes)
    let each = inner.integer("each", in: 1...CountTest.range.upperBound, &mistakes)
    guard let unit, let of, let atLeast else { return nil }
    return Periods(unit: unit, of: of, atLeast: atLeast, each: each ?? 1)
  }
}
