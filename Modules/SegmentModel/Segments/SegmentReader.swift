/// Reads a segment as sent by a person or program, and reports every mistake in it.
package enum SegmentReader {
  /// - Parameter readOnlyKeys: keys that an answer of ours carries beside the definition, taken without use, so
  ///   that what was read can be sent back edited.
  /// - Throws: `InvalidInput` with all mistakes.
  package static func read(_ json: JSONValue, readOnlyKeys: [String] = []) throws(InvalidInput) -> SegmentDefinition {
    var mistakes = MistakeCollector()
    let definition = definition(json, ignoring: readOnlyKeys, &mistakes)
    guard let definition, mistakes.errors.isEmpty else { throw InvalidInput(mistakes.errors) }
    return definition
  }

  private static func definition(
    _ json: JSONValue, ignoring: [String], _ mistakes: inout MistakeCollector
  ) -> SegmentDefinition? {
    guard
      let object = JSONObjectReader(
        json, at: .root, known: SegmentDefinition.keys, ignoring: ignoring, &mistakes)
    else { return nil }
    let name = name(object, &mistakes)
    let description = description(object, &mistakes)
    let color = color(object, &mistakes)
    _ = object.required("contentType", &mistakes)
    let contentType = object.word("contentType", of: ContentType.self, &mistakes)
    let scope = scope(object, &mistakes)
    checkLanguage(object, &mistakes)
    let filterJSON = object.required("filter", &mistakes)
    var reader = FilterReader()
    // Without a content type the filter is still read, so that its mistakes are told in the same answer.
    let filter = filterJSON.flatMap {
      reader.read($0, at: JSONPointer.root.appending("filter"), of: contentType ?? .contact, &mistakes)
    }
    let include = exceptions("include", object, contentType, &mistakes)
    let exclude = exceptions("exclude", object, contentType, &mistakes)
    guard let name, let contentType, let filter, let filterJSON else { return nil }
    return SegmentDefinition(
      name: name, description: description, color: color ?? SegmentColor.chosen(for: name), contentType: contentType,
      parent: scope.parent, timeZone: scope.timeZone, filter: filter, filterJSON: filterJSON, include: include,
      exclude: exclude)
  }

  private static func name(_ object: JSONObjectReader, _ mistakes: inout MistakeCollector) -> String? {
    guard let name = object.requiredText("name", &mistakes)?.trimmedASCII else { return nil }
    let pointer = object.pointer.appending("name")
    if name.isEmpty { mistakes.add(pointer, .emptyValue, "must not be blank") }
    if name.unicodeScalars.count > SegmentDefinition.nameLength.upperBound {
      mistakes.add(pointer, .tooLong, "has over \(SegmentDefinition.nameLength.upperBound) characters")
    }
    return name
  }

  private static func description(_ object: JSONObjectReader, _ mistakes: inout MistakeCollector) -> String? {
    guard let value = object["description"], value != .null else { return nil }
    let pointer = object.pointer.appending("description")
    guard let text = value.stringValue else {
      mistakes.add(pointer, .wrongType, "must be a string, not \(value.kindName)")
      return nil
    }
    if text.unicodeScalars.count > SegmentDefinition.maximumDescription {
      mistakes.add(pointer, .tooLong, "has over \(SegmentDefinition.maximumDescription) characters")
    }
    return text
  }

  private static func color(_ object: JSONObjectReader, _ mistakes: inout MistakeCollector) -> String? {
    guard let value = object["color"], value != .null else { return nil }
    let pointer = object.pointer.appending("color")
    guard let text = value.stringValue else {
      mistakes.add(pointer, .wrongType, "must be a string, not \(value.kindName)")
      return nil
    }
    if !SegmentColor.isValid(text) { mistakes.add(pointer, .badValue, "\"\(text)\" is not a colour: write #rrggbb") }
    return text.lowercased()
  }

  /// `parent` and `timeZone`, of a definition or a preview; null is as good as absent.
  package static func scope(
    _ object: JSONObjectReader, _ mistakes: inout MistakeCollector
  ) -> (parent: String?, timeZone: Zone?) {
    let parent = object["parent"] == .null ? nil : object.text("parent", &mistakes)
    guard object["timeZone"] != .null, let name = object.text("timeZone", &mistakes) else { return (parent, nil) }
    let zone = Zone(name)
    if zone == nil {
      mistakes.add(
        object.pointer.appending("timeZone"), .unknownTimeZone, "\"\(name)\" is not an IANA name like Europe/Berlin")
    }
    return (parent, zone)
  }

  private static func checkLanguage(_ object: JSONObjectReader, _ mistakes: inout MistakeCollector) {
    guard let language = object["language"], language != .number(Double(SegmentDefinition.language)) else { return }
    mistakes.add(object.pointer.appending("language"), .badValue, "must be \(SegmentDefinition.language)")
  }

  package static func exceptions(
    _ key: String, _ object: JSONObjectReader, _ contentType: ContentType?, _ mistakes: inout MistakeCollector
  ) -> [SegmentException] {
    guard let json = object[key], json != .null else { return [] }
    let pointer = object.pointer.appending(key)
    guard let elements = json.arrayValue else {
      mistakes.add(pointer, .wrongType, "must be a list, not \(json.kindName)")
      return []
    }
    if contentType == .company, !elements.isEmpty {
      mistakes.add(pointer, .notAllowedHere, "segments of companies have no exceptions by hand")
    }
    guard elements.count <= FilterLimits.exceptions else {
      mistakes.add(
        pointer, .tooMany, "has \(elements.count) exceptions; at most \(FilterLimits.exceptions): use a list instead")
      return []
    }
    return elements.enumerated().compactMap { index, element in
      exception(element, at: pointer.appending(index), &mistakes)
    }
  }

  private static func exception(
    _ json: JSONValue, at pointer: JSONPointer, _ mistakes: inout MistakeCollector
  ) -> SegmentException? {
    guard let object = JSONObjectReader(json, at: pointer, known: ["contact", "reason", "until"], &mistakes) else {
      return nil
    }
    let contact = object.requiredText("contact", &mistakes)
    let reason = object["reason"] == .null ? nil : object.text("reason", &mistakes)
    var until: Instant?
    if object["until"] != .null, let text = object.text("until", &mistakes) {
      until = Instant(text)
      if until == nil {
        mistakes.add(
          pointer.appending("until"), .badValue, "\"\(text)\" is not a date-time with offset, like 2026-12-01T00:00:00Z"
        )
      }
    }
    return contact.map { SegmentException(contact: $0, reason: reason, until: until) }
  }
}
