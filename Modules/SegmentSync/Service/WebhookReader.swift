import SegmentModel
import SegmentStore

/// Reads an endpoint as sent by a person or program, and reports every mistake in it.
struct WebhookReader {
  static let keys = ["url", "events", "segments", "properties", "minInterval", "format", "enabled", "description"]
  static let readOnlyKeys = [
    "id", "revision", "disabledReason", "consecutiveFailures", "failingSince", "nextAttemptAt", "createdAt",
    "updatedAt",
  ]
  /// A day, in milliseconds.
  static let intervals = 0...86_400_000
  static let maximumDescription = 10_000

  let urlProblem: (String) -> String?
  /// Named before: these may have been deleted since.
  let known: WebhookSegments
  /// Knows the segments that there are.
  let reading: SegmentReading
  private var mistakes = MistakeCollector()

  init(urlProblem: @escaping (String) -> String?, known: WebhookSegments, _ reading: SegmentReading) {
    self.urlProblem = urlProblem
    self.known = known
    self.reading = reading
  }

  /// - Throws: `InvalidInput` with all mistakes.
  mutating func read(_ json: JSONValue) throws -> WebhookSettings {
    guard
      let object = JSONObjectReader(json, at: .root, known: Self.keys, ignoring: Self.readOnlyKeys, &mistakes)
    else { throw InvalidInput(mistakes.errors) }
    let url = url(object)
    let events = events(object)
    let segments = try segments(object)
    let properties = properties(object)
    let minInterval = object.integer("minInterval", in: Self.intervals, &mistakes)
    let format = object.word("format", of: WebhookFormat.self, &mistakes)
    let enabled = enabled(object)
    let description = description(object)
    guard let url, mistakes.errors.isEmpty else { throw InvalidInput(mistakes.errors) }
    return WebhookSettings(
      url: url, events: events, segments: segments, properties: properties,
      minInterval: minInterval.map(Int64.init) ?? WebhookSettings.defaultMinInterval, format: format ?? .standard,
      enabled: enabled, description: description)
  }

  private mutating func url(_ object: JSONObjectReader) -> String? {
    guard let url = object.requiredText("url", &mistakes) else { return nil }
    if let problem = urlProblem(url) { mistakes.add(object.pointer.appending("url"), .badValue, problem) }
    return url
  }

  /// Every type where it is left out.
  private mutating func events(_ object: JSONObjectReader) -> Set<WebhookEvent> {
    guard let json = object["events"], json != .null else { return Set(WebhookEvent.selectable) }
    let pointer = object.pointer.appending("events")
    var events: Set<WebhookEvent> = []
    for (index, name) in names(json, at: pointer).enumerated() {
      if let event = WebhookEvent(rawValue: name), event != .test {
        events.insert(event)
      } else {
        let known = WebhookEvent.selectable.map(\.rawValue).joined(separator: ", ")
        mistakes.add(pointer.appending(index), .badValue, "\"\(name)\" is not one of \(known)")
      }
    }
    if json == .array([]) { mistakes.add(pointer, .emptyValue, "names no type of message") }
    return events
  }

  private mutating func segments(_ object: JSONObjectReader) throws -> WebhookSegments {
    guard let json = object["segments"], json != .null, json != "all" else { return .all }
    let pointer = object.pointer.appending("segments")
    if json.stringValue != nil {
      mistakes.add(pointer, .badValue, "must be \"all\" or a list of ids")
      return .all
    }
    let ids = names(json, at: pointer, atMost: SegmentLimits.segmentsOfEndpoint)
    for (index, id) in ids.enumerated() where try !isKnown(id) && reading.segment(id) == nil {
      mistakes.add(pointer.appending(index), .unknownSegment, "there is no segment \"\(id)\"")
    }
    if json == .array([]) { mistakes.add(pointer, .emptyValue, "names no segment") }
    return .only(ids)
  }

  private func isKnown(_ id: String) -> Bool {
    if case .only(let ids) = known { ids.contains(id) } else { false }
  }

  private mutating func properties(_ object: JSONObjectReader) -> [String] {
    guard let json = object["properties"], json != .null else { return [] }
    return names(json, at: object.pointer.appending("properties"), atMost: SegmentLimits.propertiesOfEndpoint)
  }

  /// A list of strings, none of them empty.
  private mutating func names(_ json: JSONValue, at pointer: JSONPointer, atMost limit: Int = 100) -> [String] {
    guard let elements = json.arrayValue else {
      mistakes.add(pointer, .wrongType, "must be a list, not \(json.kindName)")
      return []
    }
    if elements.count > limit { mistakes.add(pointer, .tooMany, "has over \(limit) elements") }
    var names: [String] = []
    for (index, element) in elements.prefix(limit).enumerated() {
      if let name = element.stringValue, !name.isEmpty {
        names.append(name)
      } else {
        mistakes.add(pointer.appending(index), .wrongType, "must be a string that is not empty")
      }
    }
    return names
  }

  private mutating func enabled(_ object: JSONObjectReader) -> Bool {
    guard let json = object["enabled"] else { return true }
    if json.booleanValue == nil {
      mistakes.add(object.pointer.appending("enabled"), .wrongType, "must be true or false, not \(json.kindName)")
    }
    return json.booleanValue ?? true
  }

  private mutating func description(_ object: JSONObjectReader) -> String? {
    guard let json = object["description"], json != .null, json != "" else { return nil }
    let text = object.text("description", &mistakes)
    if let text, text.unicodeScalars.count > Self.maximumDescription {
      mistakes.add(
        object.pointer.appending("description"), .tooLong, "has over \(Self.maximumDescription) characters")
    }
    return text
  }
}
