/// Reads a filter, the tree as written, and reports every mistake in it by its place.
/// Source: filter-language.
package struct FilterReader {
  /// Whose node is read, and inside which relation.
  enum Scope {
    case people, company
    /// Inside a `company` node of a person.
    case companyOfPerson
    /// Inside a `contacts` node of a company.
    case peopleOfCompany

    var isPeople: Bool { self == .people || self == .peopleOfCompany }
  }

  private enum NodeKey: String, CaseIterable {
    case all, any, not, property, tracked, event, sequence, segment, list, company, contacts, sample
  }

  var nodeCount = 0

  package init() {}

  /// - Returns: nil where anything was wrong; then `mistakes` say what.
  package mutating func read(
    _ json: JSONValue, at pointer: JSONPointer, of contentType: ContentType, _ mistakes: inout MistakeCollector
  ) -> Filter? {
    let before = mistakes.errors.count
    let filter = node(json, at: pointer, scope: contentType.isPeople ? .people : .company, depth: 1, &mistakes)
    if nodeCount > FilterLimits.nodes {
      mistakes.add(pointer, .tooMany, "has \(nodeCount) nodes; at most \(FilterLimits.nodes)")
    }
    return mistakes.errors.count == before ? filter : nil
  }

  /// Counts a node; false where it is nested too deeply, which is reported.
  mutating func enter(_ pointer: JSONPointer, depth: Int, _ mistakes: inout MistakeCollector) -> Bool {
    nodeCount += 1
    if depth <= FilterLimits.depth { return true }
    mistakes.add(pointer, .tooDeep, "is nested more than \(FilterLimits.depth) levels deep")
    return false
  }

  mutating func node(
    _ json: JSONValue, at pointer: JSONPointer, scope: Scope, depth: Int, _ mistakes: inout MistakeCollector
  ) -> Filter? {
    guard enter(pointer, depth: depth, &mistakes) else { return nil }
    guard let members = json.objectValue else {
      mistakes.add(pointer, .wrongType, "a node must be an object, not \(json.kindName)")
      return nil
    }
    let kinds = NodeKey.allCases.filter { key in members.contains { $0.key == key.rawValue } }
    guard let kind = kinds.first else {
      let names = NodeKey.allCases.map(\.rawValue).joined(separator: ", ")
      mistakes.add(pointer, .unknownNode, "is no node: it needs one of \(names)")
      return nil
    }
    if kinds.count > 1 {
      let names = kinds.map(\.rawValue).joined(separator: ", ")
      mistakes.add(pointer, .conflictingKeys, "has \(names): a node is one of them; join two by \"all\" or \"any\"")
      return nil
    }
    guard isAllowed(kind, in: scope) else {
      mistakes.add(pointer, .notAllowedHere, Self.refusal(kind, in: scope))
      // What is wrong inside is told as well.
      _ = read(kind, json, at: pointer, scope: scope, depth: depth, &mistakes)
      return nil
    }
    return read(kind, json, at: pointer, scope: scope, depth: depth, &mistakes)
  }

  private func isAllowed(_ kind: NodeKey, in scope: Scope) -> Bool {
    switch kind {
    case .all, .any, .not, .property, .segment, .sample: true
    case .tracked, .event, .sequence, .list: scope.isPeople
    case .company: scope == .people
    case .contacts: scope == .company
    }
  }

  private static func refusal(_ kind: NodeKey, in scope: Scope) -> String {
    switch (kind, scope) {
    case (.company, .peopleOfCompany), (.contacts, .companyOfPerson):
      "\"\(kind.rawValue)\" cannot stand inside another relation"
    case (.company, _): "\"company\" is for segments of people; name a company's own value by \"property\""
    case (.contacts, _): "\"contacts\" is for segments of companies"
    default: "companies have no \"\(kind.rawValue)\"; inside \"contacts\" their people have"
    }
  }

  private mutating func read(
    _ kind: NodeKey, _ json: JSONValue, at pointer: JSONPointer, scope: Scope, depth: Int,
    _ mistakes: inout MistakeCollector
  ) -> Filter? {
    func object(_ known: String...) -> JSONObjectReader? {
      JSONObjectReader(json, at: pointer, known: known, &mistakes)
    }
    switch kind {
    case .all:
      guard let object = object("all") else { return nil }
      return nodes("all", object, scope: scope, depth: depth, &mistakes).map { .all($0) }
    case .any:
      guard let object = object("any") else { return nil }
      guard let nodes = nodes("any", object, scope: scope, depth: depth, &mistakes) else { return nil }
      if nodes.isEmpty {
        mistakes.add(
          pointer.appending("any"), .emptyValue, "must have at least one node; for everyone write {\"all\": []}")
      }
      return .any(nodes)
    case .not:
      guard let object = object("not"), let inner = object["not"] else { return nil }
      return node(inner, at: pointer.appending("not"), scope: scope, depth: depth + 1, &mistakes).map { .not($0) }
    case .property, .tracked:
      guard let object = object(kind.rawValue, "operator", "value") else { return nil }
      let name = object.text(kind.rawValue, &mistakes)
      let condition = ConditionReader.read(object, &mistakes)
      guard let name, let condition else { return nil }
      return kind == .property ? .property(name, condition) : .tracked(name, condition)
    case .event: return event(json, at: pointer, depth: depth, &mistakes).map { .event($0) }
    case .sequence: return sequence(json, at: pointer, depth: depth, &mistakes).map { .sequence($0) }
    case .segment, .list:
      guard let object = object(kind.rawValue), let id = object.text(kind.rawValue, &mistakes) else { return nil }
      return kind == .segment ? .segment(id) : .list(id)
    case .company, .contacts: return relation(kind.rawValue, json, at: pointer, depth: depth, &mistakes)
    case .sample: return sample(json, at: pointer, &mistakes)
    }
  }

  private mutating func nodes(
    _ key: String, _ object: JSONObjectReader, scope: Scope, depth: Int, _ mistakes: inout MistakeCollector
  ) -> [Filter]? {
    let pointer = object.pointer.appending(key)
    guard let elements = object[key]?.arrayValue else {
      mistakes.add(pointer, .wrongType, "must be a list of nodes")
      return nil
    }
    var nodes: [Filter] = []
    for (index, element) in elements.enumerated() {
      if let read = node(element, at: pointer.appending(index), scope: scope, depth: depth + 1, &mistakes) {
        nodes.append(read)
      }
    }
    return nodes.count == elements.count ? nodes : nil
  }
}
