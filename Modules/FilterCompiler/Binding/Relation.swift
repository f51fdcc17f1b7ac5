/// Whom a relation leads to.
package enum Relation: String, Sendable, CaseIterable {
  /// From a person to the companies that it belongs to.
  case companies
  /// From a company to the people who belong to it.
  case contacts
}
