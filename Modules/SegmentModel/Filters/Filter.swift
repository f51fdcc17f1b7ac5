/// A filter as written: what a member must be, have or have done.
/// Source: filter-language, "Nodes".
package indirect enum Filter: Sendable, Hashable {
  /// Every node holds; an empty list holds for everyone.
  case all([Filter])
  /// At least one holds.
  case any([Filter])
  case not(Filter)
  /// A basic or custom property of the contact or company.
  case property(String, Condition)
  /// A tracked property of the contact.
  case tracked(String, Condition)
  case event(EventCondition)
  case sequence(SequenceCondition)
  /// Member of another segment, by id.
  case segment(String)
  /// On a list, by id.
  case list(String)
  /// Companies that the person belongs to.
  case company(Filter, Quantifier)
  /// People who belong to the company.
  case contacts(Filter, Quantifier)
  case contactCount(Filter, CountTest)
  /// A stable share: `percent` from 0 to 100.
  case sample(percent: Double, salt: String)
}

package enum Quantifier: String, Sendable, CaseIterable {
  case any, all, none
}

package enum CountTest: Sendable, Hashable {
  case exactly(Int)
  case atLeast(Int)
  case atMost(Int)

  package static let range = 0...1_000_000
}
