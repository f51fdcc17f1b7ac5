/// A segment as people define it.
/// Source: filter-language, "A segment".
package struct SegmentDefinition: Sendable, Equatable {
  package static let nameLength = 1...200
  package static let language = 1
  /// Characters of `description`.
  package static let maximumDescription = 10_000

  /// Trimmed; unique among the segments of one content type, compared as text.
  package var name: String
  package var description: String?
  /// `#rrggbb`.
  package var color: String
  package var contentType: ContentType
  /// Id of the segment that every member must be in as well.
  package var parent: String?
  /// Where days and longer units begin; nil takes the workspace's.
  package var timeZone: Zone?
  package var filter: Filter
  /// The filter as sent, for reading it back.
  package var filterJSON: JSONValue
  package var include: [SegmentException]
  package var exclude: [SegmentException]
  package var language: Int

  package init(
    name: String, description: String? = nil, color: String, contentType: ContentType, parent: String? = nil,
    timeZone: Zone? = nil, filter: Filter, filterJSON: JSONValue, include: [SegmentException] = [],
    exclude: [SegmentException] = [], language: Int = language
  ) {
    self.name = name
    self.description = description
    self.color = color
    self.contentType = contentType
    self.parent = parent
    self.timeZone = timeZone
    self.filter = filter
    self.filterJSON = filterJSON
    self.include = include
    self.exclude = exclude
    self.language = language
  }
}

/// A contact that is in or out by hand.
package struct SegmentException: Sendable, Equatable {
  package var contact: String
  package var reason: String?
  /// From this millisecond on it no longer holds.
  package var until: Instant?

  package init(contact: String, reason: String? = nil, until: Instant? = nil) {
    self.contact = contact
    self.reason = reason
    self.until = until
  }
}
