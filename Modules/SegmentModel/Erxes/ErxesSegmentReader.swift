/// Translates one segment of an export: its conditions, and those of the parts without a name that it uses.
struct ErxesSegmentReader {
  /// Parts within parts.
  static let maximumDepth = 16

  /// The segments of the export by id.
  let others: [String: ErxesSegment]
  /// Ids of those that become segments of their own, and may be referred to.
  let kept: Set<String>

  private var conditions: ErxesConditionReader
  var references: Set<String> = []
  /// Ids of the parts that are being read, outermost first.
  var path: [String] = []
  var nodeCount = 0

  init(others: [String: ErxesSegment], kept: Set<String>, zone: Zone) {
    self.others = others
    self.kept = kept
    conditions = ErxesConditionReader(zone: zone)
  }

  /// What means something else here.
  var changes: [ErxesNote] { conditions.changes }
  /// Why it is refused.
  var reasons: [ErxesNote] { conditions.reasons }

  mutating func tell(_ note: ErxesNote) { conditions.tell(note) }

  mutating func refuse(_ pointer: JSONPointer, _ code: ErxesNote.Code, _ detail: String) {
    conditions.refuse(pointer, code, detail)
  }

  mutating func attribute(_ name: String, _ filter: JSONValue, at pointer: JSONPointer) -> JSONValue? {
    conditions.leaf(
      JSONMember("attribute", .string(name)), filter, keys: (operator: "operator", value: "value"), at: pointer)
  }

  /// - Returns: nil where it is refused; then `reasons` say why.
  mutating func read(_ segment: ErxesSegment) -> ErxesBody? {
    let document = segment.document
    guard document.objectValue != nil else {
      refuse(.root, .notASegment, "is \(document.kindName), not a segment")
      return nil
    }
    guard let contentType = contentType(of: document, at: .root) else { return nil }
    var parent: String?
    if let subOf = document["subOf"]?.erxesText {
      parent = self.parent(subOf, of: contentType)
    }
    if let brands = document["scopeBrandIds"]?.arrayValue, !brands.isEmpty {
      tell(
        ErxesNote(
          JSONPointer.root.appending("scopeBrandIds"), .brands,
          "erxes shows it to some brands alone; here it is one for the whole workspace"))
    }
    path = [segment.id].compactMap(\.self)
    let filter = group(document, at: .root, of: contentType)
    guard let filter, reasons.isEmpty else { return nil }
    return ErxesBody(contentType: contentType, filter: filter, parent: parent, references: references)
  }

  mutating func contentType(of document: JSONValue, at pointer: JSONPointer) -> ContentType? {
    guard let text = document["contentType"]?.erxesText else {
      refuse(pointer, .notASegment, "has no contentType")
      return nil
    }
    switch ErxesContent(text) {
    case .known(let type): return type
    case .unknown(let word):
      refuse(
        pointer.appending("contentType"), .unsupportedType,
        "is of type \"\(word)\": there are segments of people and companies alone")
      return nil
    }
  }

  private mutating func parent(_ id: String, of contentType: ContentType) -> String? {
    let pointer = JSONPointer.root.appending("subOf")
    guard let parent = others[id] else {
      refuse(pointer, .unknownReference, "is a sub-segment of \(id), which is not in the export")
      return nil
    }
    if let text = parent.document["contentType"]?.erxesText, case .known(let type) = ErxesContent(text),
      !contentType.mayHaveParent(type)
    {
      refuse(
        pointer, .unsupportedType,
        "its parent \"\(parent.title)\" is of type \(type.rawValue), which a segment of type \(contentType.rawValue) "
          + "cannot be within")
      return nil
    }
    references.insert(id)
    return id
  }

  // MARK: Conditions

  /// The conditions of a segment or part, joined as it says.
  mutating func group(
    _ document: JSONValue, at pointer: JSONPointer, of contentType: ContentType
  ) -> JSONValue? {
    let isAny = document["conditionsConjunction"]?.erxesText?.folded == "or"
    let listed = document["conditions"]?.arrayValue ?? []
    let embedded = document["conditionSegments"]?.arrayValue ?? []
    // Parts that use each other several times could grow without end.
    nodeCount += listed.count + embedded.count
    guard nodeCount <= FilterLimits.nodes else {
      refuse(pointer, .invalid, "has over \(FilterLimits.nodes) conditions, with all its parts")
      return nil
    }
    var used: Set<Int> = []
    var nodes: [JSONValue] = []
    for (index, condition) in listed.enumerated() {
      let place = pointer.appending("conditions").appending(index)
      if let id = condition["subSegmentId"]?.erxesText,
        let part = embedded.firstIndex(where: { ($0["_id"] ?? $0["id"])?.erxesText == id })
      {
        used.insert(part)
        let place = pointer.appending("conditionSegments").appending(part)
        if let node = self.part(embedded[part], at: place, in: contentType) { nodes.append(node) }
      } else if let node = node(condition, at: place, of: contentType) {
        nodes.append(node)
      }
    }
    for (index, part) in embedded.enumerated() where !used.contains(index) {
      let place = pointer.appending("conditionSegments").appending(index)
      if let node = self.part(part, at: place, in: contentType) { nodes.append(node) }
    }
    guard reasons.isEmpty else { return nil }
    if nodes.count == 1 { return nodes[0] }
    return isAny && !nodes.isEmpty ? ["any": .array(nodes)] : ["all": .array(nodes)]
  }

  private mutating func node(
    _ condition: JSONValue, at pointer: JSONPointer, of contentType: ContentType
  ) -> JSONValue? {
    for key in ["boardId", "pipelineId", "formId"] where condition[key]?.erxesText != nil {
      refuse(pointer.appending(key), .unsupportedPart, "asks about boards or forms, which are not known here")
    }
    switch Self.type(of: condition) {
    case "property": return property(condition, at: pointer, of: contentType)
    case "event": return event(condition, at: pointer)
    case "subSegment": return subSegment(condition, at: pointer, of: contentType)
    case let other:
      refuse(
        pointer, .unknownCondition, other.map { "is of the unknown type \"\($0)\"" } ?? "does not say what it asks")
      return nil
    }
  }

  private static func type(of condition: JSONValue) -> String? {
    if let type = condition["type"]?.erxesText { return type }
    let keys = [("propertyName", "property"), ("eventName", "event"), ("subSegmentId", "subSegment")]
    return keys.first { condition[$0.0]?.erxesText != nil }?.1
  }

  private mutating func property(
    _ condition: JSONValue, at pointer: JSONPointer, of contentType: ContentType
  ) -> JSONValue? {
    let place = pointer.appending("propertyName")
    guard let path = condition["propertyName"]?.erxesText else {
      refuse(place, .missingName, "has no property")
      return nil
    }
    var isPeople = contentType.isPeople
    if let text = condition["propertyType"]?.erxesText {
      guard case .known(let type) = ErxesContent(text) else {
        refuse(pointer.appending("propertyType"), .unsupportedType, "asks about \"\(text)\", which is not known here")
        return nil
      }
      isPeople = type.isPeople
    }
    let name = ErxesPropertyName(path)
    if let change = name.change { tell(ErxesNote(place, change.code, change.detail)) }
    let keys = (operator: "propertyOperator", value: "propertyValue")
    return conditions.leaf(JSONMember(name.kind, .string(name.name)), condition, keys: keys, at: pointer)
      .map { related($0, isOfPeople: isPeople, in: contentType, at: pointer) }
  }

  /// What is asked of companies stands, in a segment of people, within a relation; and the other way round.
  mutating func related(
    _ node: JSONValue, isOfPeople: Bool, in contentType: ContentType, at pointer: JSONPointer
  ) -> JSONValue {
    if isOfPeople == contentType.isPeople { return node }
    if contentType.isPeople {
      tell(
        ErxesNote(
          pointer, .relatedCompany, "asks about companies: here it holds for who belongs to one of such companies"))
      return ["company": node]
    }
    tell(
      ErxesNote(
        pointer, .relatedContact, "asks about people: here it holds for companies that one of such people belongs to"))
    return ["contacts": node]
  }
}
