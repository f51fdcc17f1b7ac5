/// What a segment is made of besides operators: nodes, parts of event conditions and fields of the definition, by
/// their keys in JSON.
package enum FilterPart: String, Sendable, CaseIterable {
  case all, any, not, property, tracked, event, sequence, segment, list, company, contacts, sample
  case `where`, count, within, window, aggregate, occurrence, having, periods
  case quantifier, parent, timeZone, include, exclude
}

/// The part of the language that a generator draws from.
package struct FilterSubset: Sendable {
  package var parts: Set<FilterPart>
  package var operators: Set<FilterOperator>
  package var contentTypes: [String]
  /// Levels of nodes.
  package var maximumDepth = 4

  package init(
    parts: Set<FilterPart>, operators: Set<FilterOperator>,
    contentTypes: [String] = ["contact", "customer", "lead", "visitor", "company"]
  ) {
    self.parts = parts
    self.operators = operators
    self.contentTypes = contentTypes
  }

  /// Everything in filter-language.
  package static let whole = FilterSubset(parts: Set(FilterPart.allCases), operators: Set(FilterOperator.allCases))

  /// What the first version evaluates.
  package static let firstVersion = FilterSubset(
    parts: [.all, .any, .not, .property, .tracked, .event, .where, .count, .within, .segment, .parent, .timeZone],
    operators: Set(FilterOperator.allCases).subtracting([.startsWith, .endsWith, .between, .anniversary]))
}
