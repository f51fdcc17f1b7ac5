package import SegmentModel

extension Explanation {
  /// For programs.
  /// - Parameter words: the sentence of a node by the id of its segment (nil: the one explained) and its place there.
  package func json(words: (_ segment: String?, JSONPointer) -> String?) -> JSONValue {
    var members: [JSONMember] = [
      JSONMember("isMember", .boolean(isMember)), JSONMember("asOf", .string(asOf.description)),
    ]
    switch changes {
    case .never: members.append(JSONMember("changesAt", .null))
    case .at(let instant): members.append(JSONMember("changesAt", .string(instant.description)))
    case .notBefore(let instant): members.append(JSONMember("changesNotBefore", .string(instant.description)))
    }
    return .object(members + segment.members(words: { words($0 == segment.id ? nil : $0, $1) }))
  }
}

extension SegmentExplanation {
  typealias Words = (_ segment: String?, JSONPointer) -> String?

  fileprivate func members(words: Words) -> [JSONMember] {
    var members = [
      JSONMember("contentType", ["type": .string(contentType.rawValue), "holds": .boolean(isOfContentType)])
    ]
    if let isIncludedByHand {
      members.append(JSONMember("exception", .string(isIncludedByHand ? "include" : "exclude")))
      if let byHandUntil { members.append(JSONMember("exceptionUntil", .string(byHandUntil.description))) }
    }
    if case .segment(let parent) = parent { members.append(JSONMember("parent", parent.json(words: words))) }
    return members + [JSONMember("filter", filter.json(in: id, words: words))]
  }

  fileprivate func json(words: Words) -> JSONValue {
    let head = [
      JSONMember("segment", id.map(JSONValue.string) ?? .null), JSONMember("holds", .boolean(holds)),
    ]
    return .object(head + members(words: words))
  }
}

extension NodeExplanation {
  fileprivate func json(in segment: String?, words: SegmentExplanation.Words) -> JSONValue {
    var members = [
      JSONMember("pointer", .string(pointer.description)), JSONMember("holds", .boolean(holds)),
    ]
    if let sentence = words(segment, pointer) { members.append(JSONMember("words", .string(sentence))) }
    switch finding {
    case .plain: break
    case .sample(let test, let share):
      members += [JSONMember("share", .number(share)), JSONMember("threshold", .number(test.percent))]
    case .group(let word, let nodes):
      members.append(JSONMember(word, .array(nodes.map { $0.json(in: segment, words: words) })))
    case .value(let finding): members += finding.members
    case .events(let finding): members += finding.members
    case .segment(let found): members.append(JSONMember("segment", found.json(words: words)))
    case .related(let finding):
      members += [
        JSONMember("count", .number(Double(finding.count))),
        JSONMember("examined", .number(Double(finding.examined))),
        JSONMember("matching", .number(Double(finding.matching))),
        JSONMember(
          finding.relation.rawValue,
          .array(
            finding.others.map { other in
              ["id": .string(other.publicID), "filter": other.node.json(in: segment, words: words)]
            })),
      ]
    }
    return .object(members)
  }
}

extension ValueFinding {
  fileprivate var members: [JSONMember] {
    var members = [
      JSONMember(key.space == .tracked ? "tracked" : "property", .string(key.name)),
      JSONMember("found", value?.json ?? .null),
    ]
    if value == nil { members.append(JSONMember("missing", "notSet")) }
    if hasNoView { members.append(JSONMember("missing", .string("no \(view) view"))) }
    if !dates.isEmpty { members.append(JSONMember("foundDates", .array(dates.map { .string($0.description) }))) }
    if let threshold = threshold.json { members.append(JSONMember("threshold", threshold)) }
    return members
  }
}

extension EventFinding {
  fileprivate var members: [JSONMember] {
    var members = [
      JSONMember("from", from.map { .string($0.description) } ?? .null), JSONMember("to", .string(to.description)),
    ]
    if let count { members.append(JSONMember("count", .number(Double(count)))) }
    if let threshold = threshold.json { members.append(JSONMember("threshold", threshold)) }
    if let asked = aggregateThreshold.json {
      members += [
        JSONMember("aggregate", aggregate.map(JSONValue.number) ?? .null), JSONMember("aggregateThreshold", asked),
      ]
    }
    let shown = events.map { event -> JSONValue in
      [
        "name": .string(event.name), "time": .string(event.time.description),
        "attributes": .object(event.attributes.map { JSONMember($0.name, $0.value?.json ?? .null) }),
      ]
    }
    return members + [JSONMember("events", .array(shown))]
  }
}

extension Threshold {
  var json: JSONValue? {
    switch self {
    case .none: return nil
    case .boolean(let boolean): return .boolean(boolean)
    case .count(let count): return count.json
    case .periods(let test):
      return [
        "unit": .string(test.unit.rawValue), "of": .number(Double(test.of)), "atLeast": .number(Double(test.atLeast)),
        "each": .number(Double(test.each)),
      ]
    case .texts(let texts): return texts.count == 1 ? .string(texts[0]) : .array(texts.map(JSONValue.string))
    case .anyOf(let thresholds): return .array(thresholds.compactMap(\.json))
    case .instants(let from, let to):
      return ["from": from.map { .string($0.description) } ?? .null, "to": to.map { .string($0.description) } ?? .null]
    case .numbers(.isOneOf(let numbers)):
      return numbers.count == 1 ? .number(numbers[0]) : .array(numbers.map(JSONValue.number))
    case .numbers(.range(let lower, let upper)):
      let ends = [
        lower.map { ($0.isIncluded ? "from" : "above", $0.value) },
        upper.map { ($0.isIncluded ? "to" : "below", $0.value) },
      ]
      return .object(ends.compactMap(\.self).map { JSONMember($0.0, .number($0.1)) })
    }
  }
}

extension CountTest {
  fileprivate var json: JSONValue {
    switch self {
    case .exactly(let n): ["exactly": .number(Double(n))]
    case .atLeast(let n): ["atLeast": .number(Double(n))]
    case .atMost(let n): ["atMost": .number(Double(n))]
    }
  }
}
