package import SegmentModel

/// What somebody wants to know of a filter before it is saved.
package struct PreviewRequest: Sendable {
  package static let keys = [
    "contentType", "parent", "timeZone", "filter", "include", "exclude", "asOf", "sample", "nodes", "against",
  ]

  /// As it would be saved; its name means nothing.
  package var definition: SegmentDefinition
  /// The now of the evaluation; nil for the present.
  package var asOf: Instant?
  /// How many members to show; nil where none are asked for.
  package var sample: Int?
  /// Whether to count each node by itself.
  package var countsNodes: Bool
  /// Id of a saved segment to compare with.
  package var against: String?

  /// - Parameter ignoring: keys that are taken without use.
  /// - Throws: `InvalidInput` with every mistake.
  package init(_ json: JSONValue, ignoring: [String] = []) throws(InvalidInput) {
    var mistakes = MistakeCollector()
    let read = Self.read(json, ignoring, &mistakes)
    guard let read, mistakes.errors.isEmpty else { throw InvalidInput(mistakes.errors) }
    self = read
  }

  private init(
    definition: SegmentDefinition, asOf: Instant?, sample: Int?, countsNodes: Bool, against: String?
  ) {
    self.definition = definition
    self.asOf = asOf
    self.sample = sample
    self.countsNodes = countsNodes
    self.against = against
  }

  private static func read(
    _ json: JSONValue, _ ignoring: [String], _ mistakes: inout MistakeCollector
  ) -> PreviewRequest? {
    guard let object = JSONObjectReader(json, at: .root, known: keys, ignoring: ignoring, &mistakes) else {
      return nil
    }
    _ = object.required("contentType", &mistakes)
    let contentType = object.word("contentType", of: ContentType.self, &mistakes)
    let scope = SegmentReader.scope(object, &mistakes)
    let filterJSON = object.required("filter", &mistakes)
    var reader = FilterReader()
    // Without a content type the filter is still read, so that its mistakes are told in the same answer.
    let filter = filterJSON.flatMap {
      reader.read($0, at: object.pointer.appending("filter"), of: contentType ?? .contact, &mistakes)
    }
    let include = SegmentReader.exceptions("include", object, contentType, &mistakes)
    let exclude = SegmentReader.exceptions("exclude", object, contentType, &mistakes)
    let asOf = asOf(object, &mistakes)
    let sample = object["sample"] == .null ? nil : object.integer("sample", in: EvaluationLimits.sample, &mistakes)
    let countsNodes = object.flag("nodes", &mistakes)
    let against = object["against"] == .null ? nil : object.text("against", &mistakes)
    guard let contentType, let filter, let filterJSON else { return nil }
    return PreviewRequest(
      definition: SegmentDefinition(
        name: "preview", color: SegmentColor.chosen(for: "preview"), contentType: contentType, parent: scope.parent,
        timeZone: scope.timeZone, filter: filter, filterJSON: filterJSON, include: include, exclude: exclude),
      asOf: asOf, sample: sample, countsNodes: countsNodes, against: against)
  }

  private static func asOf(_ object: JSONObjectReader, _ mistakes: inout MistakeCollector) -> Instant? {
    guard object["asOf"] != .null, let text = object.text("asOf", &mistakes) else { return nil }
    let instant = Instant(text)
    if instant == nil {
      mistakes.add(
        object.pointer.appending("asOf"), .badValue,
        "\"\(text)\" is not a date-time with offset, like 2026-12-01T00:00:00Z")
    }
    return instant
  }
}
