import SegmentModel

/// One contact, and the instants at which it enters and leaves one segment, as people work them out.
struct ClockCase {
  enum Content {
    /// A property `p` of the contact.
    case property(String)
    /// An event `e`.
    case event(String)
    /// A property `p` of the company that the contact belongs to.
    case company(String)
    case nothing
  }

  var name: String
  var zone: String
  var filter: JSONValue
  var content: Content
  /// Instants as RFC 3339, the first what becomes of one who is a member at the start or not.
  var expected: [String]
  var isMemberAtStart: Bool
  /// A segment of companies: it is the contact's company that enters and leaves.
  var isOfCompanies = false
  /// The contact is in by hand until this instant.
  var includedUntil: String?

  static func property(
    _ value: String, _ name: String, _ operand: String, in zone: String, isIn: Bool, _ expected: String...
  ) -> ClockCase {
    let filter: JSONValue = ["property": "p", "operator": .string(name), "value": .string(operand)]
    return ClockCase(
      name: "\(value) \(name) \(operand)", zone: zone, filter: filter, content: .property(value), expected: expected,
      isMemberAtStart: isIn)
  }

  static func event(
    at time: String, _ condition: JSONValue, in zone: String, isIn: Bool, _ expected: String...
  ) -> ClockCase {
    let filter = JSONValue.object([JSONMember("event", "e")] + (condition.objectValue ?? []))
    return ClockCase(
      name: "event at \(time) \(condition.text)", zone: zone, filter: filter, content: .event(time), expected: expected,
      isMemberAtStart: isIn)
  }
}

/// Cases of the same days.
struct ClockPeriod: CustomStringConvertible {
  var name: String
  var start: String
  var end: String
  var cases: [ClockCase]

  var description: String { name }
}
