import SegmentModel

/// What somebody wants to know of a filter before it is saved.
struct PreviewRequest: Sendable {
  private static let keys = [
    "contentType", "parent", "timeZone", "filter", "include", "exclude", "asOf", "sample", "nodes", "against",
  ]

  /// As it would be saved; its name means nothing.
  var definition: SegmentDefinition
  /// The now of the evaluation; nil for the present.
  var asOf: Instant?
  /// How many members to show; nil for none asked.
  var sample: Int?
  /// Whether to count each node by itself.
  var countsNodes: Bool

  /// - Throws: `InvalidInput` with every mistake.
  init(_ json: JSONValue) throws(InvalidInput) {
    var mistakes = MistakeCollector()
    let read = Self.read(json, &mistakes)
    guard let read, mistakes.errors.isEmpty else { throw InvalidInput(mistakes.errors) }
    self = read
  }

  private init(definition: SegmentDefinition, asOf: Instant?, sample: Int?, countsNodes: Bool) {
    self.definition = definition
    self.asOf = asOf
    self.sample = sample
    self.countsNodes = countsNodes
  }

  private static func read(_ json: JSONValue, _ mistakes: inout MistakeCollector) -> PreviewRequest? {
    guard let object = JSONObjectReader(json, at: .root, known: keys, &mistakes) else { return nil }
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
    let sample = object["sample"] == .null ? nil : object.integer("sample", in: RequestLimits.sample, &mistakes)
    let countsNodes = object.flag("nodes", &mistakes)
    if let against = object["against"], against != .null {
      mistakes.add(object.pointer.appending("against"), .notSupported, "comparing with a segment is not supported yet")
    }
    guard let contentType, let filter, let filterJSON else { return nil }
    return PreviewRequest(
      definition: SegmentDefinition(
        name: "preview", color: SegmentColor.chosen(for: "preview"), contentType: contentType, parent: scope.parent,
        timeZone: scope.timeZone, filter: filter, filterJSON: filterJSON, include: include, exclude: exclude),
      asOf: asOf, sample: sample, countsNodes: countsNodes)
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

/// A node of a filter with its place.
struct FilterNode: Sendable {
  var pointer: JSONPointer
  var filter: Filter

  /// The filter itself and every node inside it, outermost first.
  static func all(in filter: Filter, at pointer: JSONPointer) -> [FilterNode] {
    let node = FilterNode(pointer: pointer, filter: filter)
    switch filter {
    case .all(let nodes): return [node] + children(nodes, pointer.appending("all"))
    case .any(let nodes): return [node] + children(nodes, pointer.appending("any"))
    case .not(let inner): return [node] + all(in: inner, at: pointer.appending("not"))
    case .property, .tracked, .event, .sequence, .segment, .list, .company, .contacts, .contactCount, .sample:
      return [node]
    }
  }

  private static func children(_ nodes: [Filter], _ pointer: JSONPointer) -> [FilterNode] {
    nodes.enumerated().flatMap { all(in: $1, at: pointer.appending($0)) }
  }
}
