import SegmentModel

/// Smaller definitions that stay valid: nodes replaced by their children, parts left out.
enum Shrinking {
  /// Of one step; the smallest come first.
  static func smaller(_ definition: JSONValue, saved: [OracleWorld.SavedSegment]) -> [JSONValue] {
    guard case .object(let members) = definition else { return [] }
    var candidates: [JSONValue] = []
    for key in ["include", "exclude", "parent", "timeZone"] where definition[key] != nil {
      candidates.append(definition.without(key))
    }
    guard let filter = definition["filter"] else { return candidates }
    return candidates
      + nodes(filter, saved).map { smaller in
        .object(members.map { $0.key == "filter" ? JSONMember("filter", smaller) : $0 })
      }
  }

  /// Ids that a definition refers to.
  static func references(in json: JSONValue) -> [String] {
    let below = (json.arrayValue ?? []).flatMap(references)
    return below
      + (json.objectValue ?? []).flatMap { member in
        if let id = member.value.stringValue, ["segment", "parent"].contains(member.key) { return [id] }
        return references(in: member.value)
      }
  }

  // MARK: Nodes

  private static func nodes(_ node: JSONValue, _ saved: [OracleWorld.SavedSegment]) -> [JSONValue] {
    for kind in ["all", "any"] {
      if let children = node[kind]?.arrayValue { return lists(kind, children, saved) }
    }
    if let inner = node["not"] { return [inner] + nodes(inner, saved).map { ["not": $0] } }
    if let id = node["segment"]?.stringValue {
      return saved.filter { $0.id == id }.compactMap { $0.definition["filter"] }
    }
    for kind in ["company", "contacts"] {
      guard let inner = node[kind] else { continue }
      return without(["quantifier", "count"], node) + nodes(inner, saved).map { node.replacing(kind, by: $0) }
    }
    if node["event"] != nil { return events(node, saved) }
    if let steps = node["sequence"]?.arrayValue { return sequences(node, steps, saved) }
    return leaves(node)
  }

  private static func lists(
    _ kind: String, _ children: [JSONValue], _ saved: [OracleWorld.SavedSegment]
  ) -> [JSONValue] {
    var candidates = children
    if children.count > 1 {
      candidates += children.indices.map { .list(kind, children.without($0)) }
    }
    for (index, child) in children.enumerated() {
      candidates += nodes(child, saved).map { .list(kind, children.replacing(index, by: $0)) }
    }
    return candidates
  }

  private static func events(_ node: JSONValue, _ saved: [OracleWorld.SavedSegment]) -> [JSONValue] {
    var candidates = without(["where", "within", "count", "aggregate", "having", "periods"], node)
    if node["occurrence"] != nil { candidates.append(node.without("occurrence").without("having")) }
    for part in ["where", "having"] {
      guard let conditions = node[part] else { continue }
      candidates += nodes(conditions, saved).map { node.replacing(part, by: $0) }
    }
    if let window = node["within"], window["from"] != nil, window["to"] != nil {
      candidates += [node.replacing("within", by: window.without("from"))]
      candidates += [node.replacing("within", by: window.without("to"))]
    }
    return candidates
  }

  private static func sequences(
    _ node: JSONValue, _ steps: [JSONValue], _ saved: [OracleWorld.SavedSegment]
  ) -> [JSONValue] {
    var candidates = without(["window"], node)
    let isNegative = { (step: JSONValue) in step["not"] != nil }
    if steps.last.map(isNegative) == false { candidates += without(["within"], node) }
    for index in steps.indices where steps.count > 2 {
      let rest = steps.without(index)
      let hasTwoInARow = zip(rest, rest.dropFirst()).contains { isNegative($0) && isNegative($1) }
      let needsWithin = rest.last.map(isNegative) == true && node["within"] == nil
      guard !hasTwoInARow, !needsWithin, rest.first.map(isNegative) == false else { continue }
      candidates.append(node.replacing("sequence", by: .array(rest)))
    }
    for (index, step) in steps.enumerated() {
      let positive = step["not"] ?? step
      for smaller in events(positive, saved) {
        let new: JSONValue = isNegative(step) ? ["not": smaller] : smaller
        candidates.append(node.replacing("sequence", by: .array(steps.replacing(index, by: new))))
      }
    }
    return candidates
  }

  /// Fewer values in a list.
  private static func leaves(_ node: JSONValue) -> [JSONValue] {
    guard let values = node["value"]?.arrayValue, values.count > 1, node["operator"]?.stringValue != "between" else {
      return []
    }
    return values.indices.map { node.replacing("value", by: .array(values.without($0))) }
  }

  private static func without(_ keys: [String], _ node: JSONValue) -> [JSONValue] {
    keys.filter { node[$0] != nil }.map(node.without)
  }
}

extension JSONValue {
  fileprivate static func list(_ kind: String, _ children: [JSONValue]) -> JSONValue {
    .object([JSONMember(kind, .array(children))])
  }

  fileprivate func without(_ key: String) -> JSONValue {
    .object((objectValue ?? []).filter { $0.key != key })
  }

  fileprivate func replacing(_ key: String, by value: JSONValue) -> JSONValue {
    .object((objectValue ?? []).map { $0.key == key ? JSONMember(key, value) : $0 })
  }
}

extension [JSONValue] {
  fileprivate func without(_ index: Int) -> [JSONValue] {
    var rest = self
    rest.remove(at: index)
    return rest
  }

  fileprivate func replacing(_ index: Int, by value: JSONValue) -> [JSONValue] {
    var new = self
    new[index] = value
    return new
  }
}
