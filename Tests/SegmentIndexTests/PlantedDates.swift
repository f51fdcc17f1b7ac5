import SegmentModel
import TestSupport

/// Puts dates and events into a world where the bounds of a definition are around some moment, so that time changes
/// something. Reads the definition as it is written.
struct PlantedDates {
  private(set) var world: OracleWorld
  /// An instant that is looked at, drawn anew for each date.
  private let moment: (inout SplitMix64) -> Instant
  private var generator: SplitMix64
  private var zone = Zone.utc

  /// How many contacts or companies are given each date.
  private static let holders = 6

  init(_ world: OracleWorld, _ generator: SplitMix64, around moment: @escaping (inout SplitMix64) -> Instant) {
    self.world = world
    self.generator = generator
    self.moment = moment
  }

  mutating func plant(for definition: JSONValue) {
    guard let filter = definition["filter"] else { return }
    zone = Zone(definition["timeZone"]?.stringValue ?? world.zone) ?? .utc
    plant(filter, isCompany: definition["contentType"]?.stringValue == "company")
  }

  private mutating func plant(_ node: JSONValue, isCompany: Bool) {
    for nodes in [node["all"], node["any"]] {
      for inner in nodes?.arrayValue ?? [] { plant(inner, isCompany: isCompany) }
    }
    if let inner = node["not"] { plant(inner, isCompany: isCompany) }
    if let inner = node["company"] { plant(inner, isCompany: true) }
    if let inner = node["contacts"] { plant(inner, isCompany: false) }
    if let name = node["property"]?.stringValue { set(name, to: node, isCompany: isCompany) }
    if let name = node["tracked"]?.stringValue {
      for instant in instants(of: node) {
        for place in some(world.contacts.count) { world.contacts[place].tracked[ExactText(name)] = stored(instant) }
      }
    }
    if let name = node["event"]?.stringValue { plantEvents(name, node, node["within"]) }
    for step in node["sequence"]?.arrayValue ?? [] {
      let event = step["not"] ?? step
      guard let name = event["event"]?.stringValue else { continue }
      plantEvents(name, event, node["window"])
      for within in instants(ofText: node["within"]) { append(name, at: within) }
    }
  }

  // MARK: Values

  private mutating func set(_ name: String, to leaf: JSONValue, isCompany: Bool) {
    for instant in instants(of: leaf) {
      for place in some(isCompany ? world.companies.count : world.contacts.count) {
        switch (isCompany, name) {
        case (false, "createdAt"): world.contacts[place].createdAt = instant
        case (false, "modifiedAt"): world.contacts[place].modifiedAt = instant
        case (false, "lastSeenAt"): world.contacts[place].lastSeenAt = instant
        case (true, "createdAt"): world.companies[place].createdAt = instant
        case (true, "modifiedAt"): world.companies[place].modifiedAt = instant
        case (_, "state"), (_, "sessionCount"): break
        case (false, _): world.contacts[place].properties[ExactText(name)] = stored(instant)
        case (true, _): world.companies[place].properties[ExactText(name)] = stored(instant)
        }
      }
    }
  }

  private mutating func stored(_ instant: Instant) -> StoredValue {
    let text = Value.text(instant.description)
    let value = generator.chance(0.8) ? text : .list([.text("2001-01-01"), .text(instant.description)])
    return StoredValue(value, time: instant, isTrusted: true)
  }

  private mutating func some(_ count: Int) -> [Int] {
    count == 0 ? [] : (0..<Self.holders).map { _ in generator.below(count) }
  }

  // MARK: Events

  private mutating func plantEvents(_ name: String, _ node: JSONValue, _ window: JSONValue?) {
    for key in ["last", "from", "to"] {
      for instant in instants(ofText: window?[key]) { append(name, at: instant) }
    }
    for part in [node["where"], node["having"]] { plantAttributes(part, of: name) }
  }

  private mutating func plantAttributes(_ node: JSONValue?, of event: String) {
    guard let node else { return }
    for nodes in [node["all"], node["any"]] {
      for inner in nodes?.arrayValue ?? [] { plantAttributes(inner, of: event) }
    }
    plantAttributes(node["not"], of: event)
    guard let name = node["attribute"]?.stringValue else { return }
    for instant in instants(of: node) {
      let time = moment(&generator).advanced(milliseconds: -generator.whole(0...1_000_000))
      append(event, at: time, NamedValue(name, .text(instant.description)))
    }
  }

  /// With attributes that such an event has somewhere.
  private mutating func append(_ name: String, at time: Instant, _ attribute: NamedValue? = nil) {
    let others = world.events.filter { ExactText($0.name) == ExactText(name) }
    for place in some(world.contacts.count) {
      let attributes = (generator.element(of: others)?.attributes ?? []).filter { $0.name != attribute?.name }
      world.events.append(
        EventRecord(
          id: (world.events.last?.id ?? 0) + 1, contact: world.contacts[place].id, name: name, time: time,
          receivedAt: time, attributes: attributes + [attribute].compactMap(\.self)))
    }
  }

  // MARK: Where bounds are

  private mutating func instants(of leaf: JSONValue) -> [Instant] {
    if let count = leaf["value"]?.integerValue, let name = leaf["operator"]?.stringValue {
      guard name.hasPrefix("willOccur") else { return [] }
      let unit = name.hasSuffix("Day") ? "d" : "m"
      return instants(ofText: .string("now\(name.contains("After") ? "-" : "+")\(count)\(unit)/\(unit)"))
    }
    return (leaf["value"]?.arrayValue ?? [leaf["value"]].compactMap(\.self)).flatMap { instants(ofText: $0) }
  }

  /// The edges of a date, or a duration before and after; not all that they might be of, and a millisecond beside.
  private mutating func instants(ofText text: JSONValue?) -> [Instant] {
    guard let text = text?.stringValue?.trimmingBlanks else { return [] }
    let now = moment(&generator)
    var instants: [Instant] = []
    if let duration = ElapsedDuration(text) {
      instants = [0, -duration.milliseconds, duration.milliseconds].map { now.advanced(milliseconds: $0) }
    } else if text.hasPrefix("now"), let math = DateMath(text) {
      let span = math.span(at: now, in: zone)
      instants = [span.first, span.last]
    }
    return instants.filter { Instant.range.contains($0) }.map {
      $0.advanced(milliseconds: generator.pick(0, 0, 1, -1))
    }
  }
}

extension String {
  fileprivate var trimmingBlanks: String {
    String(drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
  }
}
