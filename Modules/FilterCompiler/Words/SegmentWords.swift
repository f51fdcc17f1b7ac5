package import SegmentModel

/// Segments in words: one English sentence for a definition, and one for each of its nodes.
///
/// A sentence says what the filter means at one instant: date math as the date that it is then, in the segment's zone.
/// It is for people to read; a group within a group stands in parentheses, so that "and" and "or" cannot be mistaken.
/// Long texts and lists are cut, and every list says how many more there are.
package struct SegmentWords {
  let library: any SegmentLibrary
  let labels: [PropertyKey: String]
  let contacts: [String: String]
  let workspaceZone: Zone
  let now: Instant

  /// - Parameters:
  ///   - library: where the names of segments and lists are looked up.
  ///   - labels: of properties, as the catalog has them.
  ///   - contacts: what people call those of `namedContacts`, by their ids; one without a name is called by its id.
  package init(
    library: any SegmentLibrary, labels: [PropertyKey: String] = [:], contacts: [String: String] = [:],
    workspaceZone: Zone = .utc, now: Instant
  ) {
    self.library = library
    self.labels = labels
    self.contacts = contacts
    self.workspaceZone = workspaceZone
    self.now = now
  }

  /// `Customers: last seen on or before 3 November 2026, and did purchase at least 3 times in the last 30 days`.
  package func sentence(of definition: SegmentDefinition) -> String {
    let filter = filterWords(of: definition)
    let people = definition.contentType.plural
    var text = definition.filter == .all([]) ? "All \(people)" : people.capitalizedFirst
    if let parent = definition.parent { text += " in \(filter.segment(parent))" }
    if definition.filter != .all([]) { text += ": " + filter.sentence(of: definition.filter) }
    let included = exceptions(definition.include, filter.dates)
    let excluded = exceptions(definition.exclude, filter.dates)
    if let included { text += "; by hand also \(included)" }
    if let excluded { text += "; by hand never \(excluded)" }
    return text
  }

  /// The sentences of a definition's nodes, one at a time.
  package func filterWords(of definition: SegmentDefinition) -> FilterWords {
    FilterWords(
      library: library, labels: labels, isPeople: definition.contentType.isPeople,
      dates: DateWords(zone: definition.timeZone ?? workspaceZone, now: now))
  }

  /// Ids of the contacts by hand that the sentence of a definition names.
  package static func namedContacts(of definition: SegmentDefinition, at now: Instant) -> [String] {
    [definition.include, definition.exclude].flatMap { exceptions in
      exceptions.lazy.filter { $0.holds(at: now) }.prefix(WordedText.namedValues).map(\.contact)
    }
  }

  /// Those that hold now; nil where none does.
  private func exceptions(_ exceptions: [SegmentException], _ dates: DateWords) -> String? {
    let holding = exceptions.filter { $0.holds(at: now) }
    if holding.isEmpty { return nil }
    let names = holding.map { exception in
      (contacts[exception.contact].map(WordedText.label) ?? exception.contact.cutForWords)
        + (exception.until.map { " (until \(dates.start($0)))" } ?? "")
    }
    return WordedText.list(names, joinedBy: "and")
  }
}

extension SegmentException {
  fileprivate func holds(at now: Instant) -> Bool { until.map { now < $0 } ?? true }
}

extension ContentType {
  fileprivate var plural: String {
    switch self {
    case .customer: "customers"
    case .lead: "leads"
    case .visitor: "visitors"
    case .contact: "contacts"
    case .company: "companies"
    }
  }
}
