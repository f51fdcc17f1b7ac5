extension FilterReader {
  /// `company` of a person, or `contacts` of a company.
  mutating func relation(
    _ key: String, _ json: JSONValue, at pointer: JSONPointer, depth: Int, _ mistakes: inout MistakeCollector
  ) -> Filter? {
    let isContacts = key == "contacts"
    let known = isContacts ? [key, "quantifier", "count"] : [key, "quantifier"]
    guard let object = JSONObjectReader(json, at: pointer, known: known, &mistakes), let inner = object[key] else {
      return nil
    }
    let scope: Scope = isContacts ? .peopleOfCompany : .companyOfPerson
    let node = node(inner, at: pointer.appending(key), scope: scope, depth: depth + 1, &mistakes)
    let quantifier = object.word("quantifier", of: Quantifier.self, &mistakes)
    if isContacts, object.has("count") {
      if object.has("quantifier") {
        mistakes.add(pointer, .conflictingKeys, "has \"quantifier\" and \"count\"; choose one")
      }
      let count = Self.count(object, &mistakes)
      guard let node, let count else { return nil }
      return .contactCount(node, count)
    }
    guard let node, quantifier != nil || !object.has("quantifier") else { return nil }
    return isContacts ? .contacts(node, quantifier ?? .any) : .company(node, quantifier ?? .any)
  }

  func sample(_ json: JSONValue, at pointer: JSONPointer, _ mistakes: inout MistakeCollector) -> Filter? {
    guard let outer = JSONObjectReader(json, at: pointer, known: ["sample"], &mistakes), let inner = outer["sample"],
      let object = JSONObjectReader(inner, at: pointer.appending("sample"), known: ["percent", "salt"], &mistakes)
    else { return nil }
    let salt = object.requiredText("salt", &mistakes)
    var percent: Double?
    if let value = object.required("percent", &mistakes) {
      percent = value.numberValue
      if percent == nil {
        mistakes.add(object.pointer.appending("percent"), .wrongType, "must be a number, not \(value.kindName)")
      } else if let number = percent, !(0...100).contains(number) {
        mistakes.add(object.pointer.appending("percent"), .outOfRange, "must be from 0 to 100")
      }
    }
    guard let salt, let percent else { return nil }
    return .sample(percent: percent, salt: salt)
  }

  /// `count` of an object: `{"exactly": n}`, `{"atLeast": n}` or `{"atMost": n}`.
  static func count(_ object: JSONObjectReader, _ mistakes: inout MistakeCollector) -> CountTest? {
    let keys = ["exactly", "atLeast", "atMost"]
    let pointer = object.pointer.appending("count")
    guard let json = object["count"], let count = JSONObjectReader(json, at: pointer, known: keys, &mistakes) else {
      return nil
    }
    let given = keys.filter(count.has)
    guard let key = given.first, given.count == 1 else {
      mistakes.add(
        pointer, given.isEmpty ? .missingKey : .conflictingKeys, "must have one of \(keys.joined(separator: ", "))")
      return nil
    }
    guard let number = count.integer(key, in: CountTest.range, &mistakes) else { return nil }
    switch key {
    case "exactly": return .exactly(number)
    case "atLeast": return .atLeast(number)
    default: return .atMost(number)
    }
  }
}
