import SegmentModel

extension MemberDescription {
  /// Properties that `contactName` looks at.
  static let namingProperties = ["name", "firstName", "lastName", "primaryEmail"]

  /// What people call a contact: its name, else its email, else its strongest identifier; nil where it has none of them.
  var contactName: String? {
    let full = [text(of: "firstName"), text(of: "lastName")].compactMap(\.self).joined(separator: " ")
    return text(of: "name") ?? (full.isEmpty ? nil : full) ?? text(of: "primaryEmail") ?? identities.first?.value
  }

  private func text(of name: String) -> String? {
    guard case .scalar(.text(let text))? = properties.first(where: { $0.name == name })?.value else { return nil }
    return text.isEmpty ? nil : text
  }
}
