/// The name spaces of properties; the number is the one in `propertyName.space`.
package enum PropertySpace: Int64, Sendable, CaseIterable {
  /// Basic and custom properties of contacts.
  case contact = 1
  /// What the widget sent for a contact.
  case tracked = 2
  /// Basic and custom properties of companies.
  case company = 3
}
