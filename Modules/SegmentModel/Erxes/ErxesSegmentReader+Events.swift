extension ErxesSegmentReader {
  /// A condition on an event: its name, how often, and attributes.
  mutating func event(_ condition: JSONValue, at pointer: JSONPointer) -> JSONValue? {
    guard let name = condition["eventName"]?.erxesText else {
      refuse(pointer.appending("eventName"), .missingName, "has no event")
      return nil
    }
    var members = [JSONMember("event", .string(name))]
    if let filter = attributes(condition, at: pointer) { members.append(JSONMember("where", filter)) }
    if let count = count(condition, at: pointer) { members.append(JSONMember("count", count)) }
    return .object(members)
  }

  private mutating func attributes(_ condition: JSONValue, at pointer: JSONPointer) -> JSONValue? {
    let filters = condition["eventAttributeFilters"]?.arrayValue ?? []
    if filters.isEmpty { return nil }
    let pointer = pointer.appending("eventAttributeFilters")
    tell(
      ErxesNote(
        pointer, .everyEvent,
        "erxes looks at the attributes of the first event of this name and counts all of them; here each event is "
          + "looked at, and those that match are counted"))
    var leaves: [JSONValue] = []
    for (index, filter) in filters.enumerated() {
      let place = pointer.appending(index)
      guard let name = filter["name"]?.erxesText else {
        refuse(place.appending("name"), .missingName, "has no attribute")
        continue
      }
      if let leaf = attribute(name, filter, at: place) { leaves.append(leaf) }
    }
    return leaves.count == 1 ? leaves[0] : ["all": .array(leaves)]
  }

  private mutating func count(_ condition: JSONValue, at pointer: JSONPointer) -> JSONValue? {
    // erxes has always spelt it with one r; others do not.
    let keys = ["eventOccurence", "eventOccurrence"]
    guard let key = keys.first(where: { condition[$0]?.erxesText != nil }), let word = condition[key]?.erxesText else {
      return nil
    }
    let valueKey = condition["eventOccurenceValue"] != nil ? "eventOccurenceValue" : "eventOccurrenceValue"
    guard let bound = ["exactly": "exactly", "atleast": "atLeast", "atmost": "atMost"][word.folded] else {
      refuse(pointer.appending(key), .unknownOperator, "\"\(word)\" is not one of exactly, atleast, atmost")
      return nil
    }
    guard let n = condition[valueKey]?.erxesInteger, CountTest.range.contains(n) else {
      refuse(pointer.appending(valueKey), .badValue, "\"\(word)\" needs a whole number")
      return nil
    }
    if bound == "atMost" || bound == "exactly" && n == 0 {
      tell(
        ErxesNote(
          pointer.appending(key), .neverIncluded,
          "erxes leaves out those who never did it; here they are in, as \"\(bound) \(n)\" says"))
    }
    return .object([JSONMember(bound, .number(Double(n)))])
  }
}
