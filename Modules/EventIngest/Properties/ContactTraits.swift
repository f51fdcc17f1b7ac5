package import SegmentModel

/// The properties that a message or a row of an import sets on a contact, sorted by the rules that they go by.
/// Source: values-and-identity, "Basic properties"; http-api, row "identify".
package struct ContactTraits: Sendable, Equatable {
  /// Basic and custom properties under the names they are stored by, each once; nil removes.
  package private(set) var properties: [NamedValue] = []
  /// Changes that depend on the value which stands, in their order, after `properties`.
  package private(set) var updates: [PropertyUpdate] = []
  /// An email, phone and code are identifiers too.
  package private(set) var identifiers: [ClaimedIdentifier] = []
  /// Those among `updates` that are set once. They name nobody whose property of the kind stands.
  package private(set) var identifiersSetOnce: [ClaimedIdentifier] = []
  /// The company by whose name or id the contact says to belong to it.
  package private(set) var company: CompanyTraits?
  /// Further companies that a row of an import lists.
  package private(set) var links: [CompanyLink] = []

  // Kept by rules of their own; what only a trusted writer sets.
  package private(set) var state: ContactState?
  package private(set) var createdAt: Instant?
  package private(set) var modifiedAt: Instant?
  package private(set) var lastSeenAt: Instant?
  package private(set) var sessionCount: Int?

  /// The property that holds a `state` which is none of the three words: of an address, perhaps.
  package static let otherState = "traits.state"

  /// Most sessions that a source can say a contact had.
  static let maximumSessionCount = 1_000_000_000

  /// - Parameters:
  ///   - traits: under dotted names; of two values for one name the later stands.
  ///   - updates: of names that are not in `BasicProperty.keptByRules`.
  package init(_ traits: [NamedValue] = [], updates: [PropertyUpdate] = []) {
    self.updates = updates.map { PropertyUpdate(BasicProperty.resolvingAlias($0.name), $0.operation) }
    var writes = OrderedWrites()
    var companyName: Value?
    var companyID: Value?
    for trait in traits where !trait.name.isEmpty {
      switch trait.name {
      case "state": sort(state: trait.value, into: &writes)
      case "createdAt": createdAt = Self.instant(trait.value)
      case "modifiedAt": modifiedAt = Self.instant(trait.value)
      case "lastSeenAt": lastSeenAt = Self.instant(trait.value)
      case "sessionCount": sessionCount = Self.count(trait.value)
      case "company.name": companyName = trait.value
      case "company.id": companyID = trait.value
      default: writes.set(trait.value, for: BasicProperty.resolvingAlias(trait.name))
      }
    }
    properties = writes.all
    identifiers = Self.identifiers(in: properties)
    identifiersSetOnce = Self.identifiers(in: self.updates.compactMap(Self.valueSetOnce))
      .filter { once in !identifiers.contains { $0.identifier.kind == once.identifier.kind } }
    company = CompanyTraits(id: companyID, name: companyName)
  }

  package mutating func link(to companies: [CompanyLink]) {
    links += companies
  }

  /// Leaves identifiers of these kinds out of what is set once, with their properties.
  mutating func leaveOutSetOnce(_ kinds: Set<Identifier.Kind>) {
    let names = Set(kinds.compactMap(Self.property(of:)))
    identifiersSetOnce.removeAll { kinds.contains($0.identifier.kind) }
    updates.removeAll { $0.isSetOnce && names.contains($0.name) }
  }

  /// The property that holds an identifier of this kind.
  static func property(of kind: Identifier.Kind) -> String? {
    switch kind {
    case .email: "primaryEmail"
    case .phone: "primaryPhone"
    case .code: "code"
    case .userId, .anonymousId: nil
    }
  }

  private mutating func sort(state value: Value?, into writes: inout OrderedWrites) {
    guard let value else { return }
    if let state = ContactState(value) { self.state = state } else { writes.set(value, for: Self.otherState) }
  }

  private static func identifiers(in properties: [NamedValue]) -> [ClaimedIdentifier] {
    [Identifier.Kind.code, .email, .phone].compactMap { kind in
      guard let value = properties.first(where: { $0.name == property(of: kind) })?.value,
        case .scalar(let scalar) = value
      else { return nil }
      return ClaimedIdentifier(kind, scalar.textView)
    }
  }

  private static func valueSetOnce(_ update: PropertyUpdate) -> NamedValue? {
    guard case .setOnce(let value) = update.operation else { return nil }
    return NamedValue(update.name, value)
  }

  /// A date without a zone is of UTC; a number is of milliseconds.
  private static func instant(_ value: Value?) -> Instant? {
    guard case .scalar(let scalar) = value else { return nil }
    return scalar.dateView(in: .utc, unit: .milliseconds)
  }

  private static func count(_ value: Value?) -> Int? {
    guard case .scalar(let scalar) = value, let number = scalar.numberView, let count = Int(exactly: number),
      (0...maximumSessionCount).contains(count)
    else { return nil }
    return count
  }
}

extension ContactState {
  /// Nil for what is none of the three words.
  package init?(_ value: Value) {
    guard case .scalar(.text(let word)) = value else { return nil }
    self.init(rawValue: word)
  }
}

/// Writes by name, in the order in which the names came first.
struct OrderedWrites {
  private(set) var all: [NamedValue] = []
  private var places: [ExactText: Int] = [:]

  mutating func set(_ value: Value?, for name: String) {
    let key = ExactText(name)
    if let place = places[key] {
      all[place].value = value
    } else {
      places[key] = all.count
      all.append(NamedValue(name, value))
    }
  }
}
