import SegmentModel

/// Whom a node is asked about.
enum OracleSubject {
  case contact(ContactRecord)
  case company(CompanyRecord)

  var id: Int64 {
    switch self {
    case .contact(let contact): contact.id
    case .company(let company): company.id
    }
  }

  var publicID: String {
    switch self {
    case .contact(let contact): contact.publicID
    case .company(let company): company.publicID
    }
  }

  var isCompany: Bool {
    if case .company = self { true } else { false }
  }

  /// A basic or custom property; instants are numbers of milliseconds.
  func property(_ name: String) -> Value? {
    func number(_ instant: Instant?) -> Value? { instant.map { .number(Double($0.milliseconds)) } }
    switch self {
    case .contact(let contact):
      switch name {
      case "state": return .text(contact.state.rawValue)
      case "createdAt": return number(contact.createdAt)
      case "modifiedAt": return number(contact.modifiedAt)
      case "lastSeenAt": return number(contact.lastSeenAt)
      case "sessionCount": return .number(Double(contact.sessionCount))
      default: return contact.properties.value(of: name)
      }
    case .company(let company):
      switch name {
      case "createdAt": return number(company.createdAt)
      case "modifiedAt": return number(company.modifiedAt)
      default: return company.properties.value(of: name)
      }
    }
  }
}

extension [ExactText: StoredValue] {
  func value(of name: String) -> SegmentModel.Value? { self[ExactText(name)]?.value }
}

extension String {
  /// Names are the same where their bytes are; strings that Swift calls equal may differ in these.
  func isSame(as other: String) -> Bool { self == other && utf8.elementsEqual(other.utf8) }
}
