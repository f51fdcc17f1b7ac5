import SegmentModel

/// Event conditions and sequences of a random filter.
extension RandomFilter {
  mutating func eventCondition() -> JSONValue? {
    guard let event = generator.element(of: words.events) else { return nil }
    var members = step(event)
    let forms = [FilterPart.count, .count, .aggregate, .aggregate, .occurrence, .periods].filter(has)
    let form = generator.chance(0.85) ? generator.element(of: forms) : nil
    if form != .periods, has(.within), generator.chance(0.6) { members.append(JSONMember("within", window())) }
    switch form {
    case .count: members.append(JSONMember("count", bound(upTo: 5)))
    case .aggregate:
      members.append(JSONMember("aggregate", aggregate(event)))
      if has(.count), generator.chance(0.2) { members.append(JSONMember("count", bound(upTo: 4))) }
    case .occurrence:
      members.append(JSONMember("occurrence", .string(generator.pick("first", "last"))))
      if has(.having), generator.chance(0.6) { members.append(JSONMember("having", conditions(event))) }
    case .periods: members.append(JSONMember("periods", periods()))
    default: break
    }
    return .object(members)
  }

  mutating func sequence() -> JSONValue? {
    guard !words.events.isEmpty else { return nil }
    var steps: [JSONValue] = []
    var canBeNegative = false
    for _ in 0..<(2 + generator.below(3)) {
      guard let event = generator.element(of: words.events) else { return nil }
      let isNegative = canBeNegative && generator.chance(0.35)
      let positive = JSONValue.object(step(event))
      steps.append(isNegative ? ["not": positive] : positive)
      canBeNegative = !isNegative
    }
    var members = [JSONMember("sequence", .array(steps))]
    let endsNegative = !canBeNegative
    if endsNegative || generator.chance(0.5) { members.append(JSONMember("within", .string(duration()))) }
    if generator.chance(0.4) { members.append(JSONMember("window", window())) }
    return .object(members)
  }

  /// The name and, perhaps, what the attributes must be.
  private mutating func step(_ event: (name: String, attributes: [FilterVocabulary.Entry])) -> [JSONMember] {
    let name = generator.chance(0.02) ? "nobody did this" : event.name
    var members = [JSONMember("event", .string(name))]
    if has(.where), generator.chance(0.45) { members.append(JSONMember("where", conditions(event))) }
    return members
  }

  private mutating func conditions(
    _ event: (name: String, attributes: [FilterVocabulary.Entry]), depth: Int = 3
  ) -> JSONValue {
    if depth == 3, generator.chance(0.06) { return [:] }
    let kind = depth > 1 && generator.chance(0.4) ? generator.pick(FilterPart.all, .any, .not) : .event
    switch kind {
    case .not where has(.not): return ["not": conditions(event, depth: depth - 1)]
    case .all where has(.all):
      return ["all": .array((0..<generator.below(4)).map { _ in conditions(event, depth: depth - 1) })]
    case .any where has(.any):
      return ["any": .array((0...generator.below(3)).map { _ in conditions(event, depth: depth - 1) })]
    default: return leaf("attribute", of: event.attributes)
    }
  }

  /// `last`, or `from` and `to`, at least one of the two.
  private mutating func window() -> JSONValue {
    if generator.chance(0.5) { return ["last": .string(duration())] }
    let form = generator.below(3)
    var members: [JSONMember] = []
    if form != 1 { members.append(JSONMember("from", .string(date(near: nil)))) }
    if form != 0 { members.append(JSONMember("to", .string(date(near: nil)))) }
    return .object(members)
  }

  private mutating func periods() -> JSONValue {
    let of = generator.chance(0.05) ? 1000 : generator.below(6) + 1
    var members = [
      JSONMember("unit", .string(generator.pick("d", "w", "M"))), JSONMember("of", .number(Double(of))),
      JSONMember("atLeast", .number(Double(generator.below(min(of, 3)) + 1))),
    ]
    if generator.chance(0.4) { members.append(JSONMember("each", .number(Double(generator.below(3) + 1)))) }
    return .object(members)
  }

  private mutating func aggregate(_ event: (name: String, attributes: [FilterVocabulary.Entry])) -> JSONValue {
    let function = generator.pick("sum", "average", "minimum", "maximum", "distinctCount")
    let isText = function == "distinctCount"
    let fitting = event.attributes.filter { $0.has(isText ? .text : .number) }
    let entry = generator.element(of: fitting) ?? FilterVocabulary.Entry(name: "nobody.has.this")
    let name = generator.pick(
      "equals", "notEquals", "greaterThan", "greaterOrEqual", "lessThan", "lessOrEqual", "between")
    let low = result(function, event.name, entry)
    let high = result(function, event.name, entry)
    let operand: JSONValue =
      name == "between" ? .array([low, high].sorted().map(JSONValue.number)) : .number(low)
    return [
      "function": .string(function), "attribute": .string(entry.name), "operator": .string(name), "value": operand,
    ]
  }

  /// What the aggregate is for somebody, or a number just beside it.
  private mutating func result(_ function: String, _ event: String, _ entry: FilterVocabulary.Entry) -> Double {
    let somebody = words.eventsOfContacts.filter { $0.name.isSame(as: event) }
    let events = generator.element(of: somebody)?.events ?? []
    let elements = events.flatMap { $0.value(of: entry.name)?.elements ?? [] }
    let own = try? Oracle.result(function, elements, folded: { OracleView.folded(OracleView.text($0)) })
    let result = own.flatMap(\.self) ?? number(near: entry)
    switch generator.below(6) {
    case 0: return result.nextUp.isFinite ? result.nextUp : result
    case 1: return result + 1
    default: return result
    }
  }
}
