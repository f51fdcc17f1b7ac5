extension SegmentDefinition {
  package static let keys = [
    "name", "description", "color", "contentType", "parent", "timeZone", "filter", "include", "exclude", "language",
  ]

  /// The definition as JSON, as it is stored and answered.
  package var json: JSONValue {
    .object([
      JSONMember("name", .string(name)),
      JSONMember("description", description.map { .string($0) } ?? .null),
      JSONMember("color", .string(color)),
      JSONMember("contentType", .string(contentType.rawValue)),
      JSONMember("parent", parent.map { .string($0) } ?? .null),
      JSONMember("timeZone", timeZone.map { .string($0.name) } ?? .null),
      JSONMember("filter", filterJSON),
      JSONMember("include", .array(include.map(\.json))),
      JSONMember("exclude", .array(exclude.map(\.json))),
      JSONMember("language", .number(Double(language))),
    ])
  }
}

extension SegmentException {
  var json: JSONValue {
    .object([
      JSONMember("contact", .string(contact)),
      JSONMember("reason", reason.map { .string($0) } ?? .null),
      JSONMember("until", until.map { .string($0.description) } ?? .null),
    ])
  }
}
