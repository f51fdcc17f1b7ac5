/// A type that somebody declared a property to be of.
package enum DeclaredType: String, Sendable, CaseIterable {
  case text, number, boolean, datetime
}
