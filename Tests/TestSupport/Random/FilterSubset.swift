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
