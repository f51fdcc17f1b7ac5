import GRDB
import SegmentModel

/// The ids of names, and the names of ids, as far as they were asked for.
///
/// Names are never taken away, so a name that was committed stays right; the writer forgets its cache
/// when a transaction is undone, and those made since a savepoint when that is. It holds at most what the three tables may hold
/// (`NameLimits`).
struct NameCache {
  struct Property: Hashable {
    let space: PropertySpace
    private let exactName: ExactText

    var name: String { exactName.text }

    init(space: PropertySpace, name: String) {
      self.space = space
      exactName = ExactText(name)
    }
  }

  private var properties: [Property: Int64] = [:]
  private var propertiesByID: [Int64: Property] = [:]
  private var events: [ExactText: Int64] = [:]
  private var eventsByID: [Int64: String] = [:]
  private var attributes: [ExactText: Int64] = [:]
  private var attributesByID: [Int64: String] = [:]
  private var made: [Made] = []

  private enum Made {
    case property(Property, id: Int64)
    case event(String, id: Int64)
    case attribute(String, id: Int64)
  }

  /// At a savepoint.
  mutating func beginMaking() { made.removeAll(keepingCapacity: true) }

  mutating func make(_ property: Property, id: Int64) {
    remember(property, id: id)
    made.append(.property(property, id: id))
  }

  mutating func makeEvent(_ name: String, id: Int64) {
    rememberEvent(name, id: id)
    made.append(.event(name, id: id))
  }

  mutating func makeAttribute(_ name: String, id: Int64) {
    rememberAttribute(name, id: id)
    made.append(.attribute(name, id: id))
  }

  /// Where a savepoint is undone, and the names made since with it.
  mutating func forgetMade() {
    for name in made {
      switch name {
      case .property(let property, let id): (properties[property], propertiesByID[id]) = (nil, nil)
      case .event(let name, let id): (events[ExactText(name)], eventsByID[id]) = (nil, nil)
      case .attribute(let name, let id): (attributes[ExactText(name)], attributesByID[id]) = (nil, nil)
      }
    }
    made.removeAll()
  }

  mutating func remember(_ property: Property, id: Int64) {
    properties[property] = id
    propertiesByID[id] = property
  }

  mutating func rememberEvent(_ name: String, id: Int64) {
    events[ExactText(name)] = id
    eventsByID[id] = name
  }

  mutating func rememberAttribute(_ name: String, id: Int64) {
    attributes[ExactText(name)] = id
    attributesByID[id] = name
  }

  /// Nil where nobody has such a property.
  mutating func id(of property: Property, in database: Database) throws -> Int64? {
    if let id = properties[property] { return id }
    let statement = try database.statement("SELECT id FROM propertyName WHERE space = ? AND name = ?")
    let id = try statement.first(property.space.rawValue, property.name) { $0.integer(0) }
    if let id { remember(property, id: id) }
    return id
  }

  mutating func property(_ id: Int64, in database: Database) throws -> Property? {
    if let property = propertiesByID[id] { return property }
    let statement = try database.statement("SELECT space, name FROM propertyName WHERE id = ?")
    let row = try statement.first(id) { ($0.integer(0), $0.text(1)) }
    guard let (number, name) = row, let space = PropertySpace(rawValue: number) else { return nil }
    let property = Property(space: space, name: name)
    remember(property, id: id)
    return property
  }

  /// Nil where no event bears the name.
  mutating func eventID(of name: String, in database: Database) throws -> Int64? {
    if let id = events[ExactText(name)] { return id }
    let id = try database.statement("SELECT id FROM eventName WHERE name = ?").first(name) { $0.integer(0) }
    if let id { rememberEvent(name, id: id) }
    return id
  }

  mutating func event(_ id: Int64, in database: Database) throws -> String? {
    if let name = eventsByID[id] { return name }
    let name = try database.statement("SELECT name FROM eventName WHERE id = ?").first(id) { $0.text(0) }
    if let name { rememberEvent(name, id: id) }
    return name
  }

  /// Nil where no event has such an attribute.
  mutating func attributeID(of name: String, in database: Database) throws -> Int64? {
    if let id = attributes[ExactText(name)] { return id }
    let id = try database.statement("SELECT id FROM attributeName WHERE name = ?").first(name) { $0.integer(0) }
    if let id { rememberAttribute(name, id: id) }
    return id
  }

  mutating func attribute(_ id: Int64, in database: Database) throws -> String? {
    if let name = attributesByID[id] { return name }
    let name = try database.statement("SELECT name FROM attributeName WHERE id = ?").first(id) { $0.text(0) }
    if let name { rememberAttribute(name, id: id) }
    return name
  }
}
