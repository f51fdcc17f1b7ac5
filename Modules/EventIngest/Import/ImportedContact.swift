import SegmentModel

/// A row of an import as understood, whatever the format of the file.
struct ImportedContact {
  private var identifiers: [ClaimedIdentifier] = []
  private var traits: [NamedValue] = []
  private var tracked: [NamedValue] = []
  private var companies: [CompanyLink] = []

  /// Cells of a table by the names of their columns.
  init(cells: [NamedCell]) throws(Rejection) {
    for cell in cells {
      if cell.name == "companies", case .scalar(let scalar) = cell.value {
        for company in ListCell.elements(scalar.textView) { try add(company: .string(company)) }
        continue
      }
      guard case .scalar(let scalar) = cell.value, let kind = Self.identifierKind(cell.name) else {
        traits.append(NamedValue(cell.name, cell.value))
        continue
      }
      add(kind, scalar.textView)
    }
  }

  init(_ members: [JSONMember]) throws(Rejection) {
    let isStructured = members.contains {
      ["properties", "tracked"].contains($0.key) && $0.value.objectValue != nil
    }
    var plain: [JSONMember] = []
    for member in members where !member.key.hasPrefix(CSVColumns.ownPrefix) {
      switch (member.key, member.value) {
      case ("identities", .array(let list)) where isStructured:
        for identity in list { try add(identity) }
      case ("properties", .object(let properties)): plain += properties
      case ("tracked", .object(let properties)): tracked += try Self.flatten(properties)
      case ("companies", .array(let list)):
        for company in list { try add(company: company) }
      default:
        if let kind = Self.identifierKind(member.key) {
          try add(kind, member.value, named: member.key)
        } else {
          plain.append(member)
        }
      }
    }
    traits = try Self.flatten(plain)
  }

  func message(receivedAt: Instant) -> IngestMessage {
    var traits = ContactTraits(traits)
    traits.link(to: companies)
    return IngestMessage(
      identifiers: identifiers, action: .identify(traits, tracked: tracked), time: receivedAt, receivedAt: receivedAt)
  }

  static func identifierKind(_ name: String) -> Identifier.Kind? {
    switch name {
    case "userId", "id": .userId
    case "anonymousId": .anonymousId
    default: nil
    }
  }

  /// Our own id of a contact names nobody outside: its identities do.
  private mutating func add(_ kind: Identifier.Kind, _ text: String) {
    if kind == .userId, PublicID.contact.matches(text) { return }
    if let claim = ClaimedIdentifier(kind, text) { identifiers.append(claim) }
  }

  private mutating func add(_ kind: Identifier.Kind, _ json: JSONValue, named name: String) throws(Rejection) {
    switch json {
    case .null: return
    case .string(let text): add(kind, text)
    case .number(let number): add(kind, Scalar.number(number).textView)
    case .largeInteger(let digits): add(kind, digits)
    default: throw Rejection(.badIdentifier, "`\(name)` must be a string, not \(json.kindName)")
    }
  }

  private mutating func add(_ identity: JSONValue) throws(Rejection) {
    guard let kind = identity["type"]?.stringValue.flatMap(Identifier.Kind.init), let value = identity["value"] else {
      let kinds = Identifier.Kind.allCases.map(\.rawValue).joined(separator: ", ")
      throw Rejection(.badIdentifier, "an identity is {type, value}, its type one of \(kinds)")
    }
    try add(kind, value, named: "identities")
  }

  private mutating func add(company json: JSONValue) throws(Rejection) {
    let named = json["type"]?.stringValue == "groupId" ? json["value"] ?? .null : json
    if let text = named.stringValue, PublicID.company.matches(text) { return companies.append(.id(text)) }
    let text = named.stringValue ?? named.numberValue.map { _ in named.text }
    guard let text, let company = CompanyTraits(groupID: text) else {
      throw Rejection(.badCompany, "`companies` lists companies by their group ids")
    }
    companies.append(.named(company))
  }

  static func flatten(_ members: [JSONMember]) throws(Rejection) -> [NamedValue] {
    do {
      return try Value.flatten(members)
    } catch {
      throw .tooLong(error.name)
    }
  }
}
