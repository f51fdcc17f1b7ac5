package import SegmentModel

/// The judge of the filter language: who is in a segment, found by walking everything for one subject after the other.
///
/// Written from filter-language and values-and-identity alone, so that it can disagree with the product; it reads the
/// definition's JSON itself. It takes valid definitions only. Slow, and for one thread.
package final class Oracle {
  package let world: OracleWorld
  private let eventsOfContact: [Int64: [EventRecord]]
  private var companiesOfContact: [Int64: [CompanyRecord]] = [:]
  private var contactsOfCompany: [Int64: [ContactRecord]] = [:]
  private var zones = OracleMemo<String, OracleZone>()
  private var foldedTexts = OracleMemo<Scalar, [Unicode.Scalar]>()
  private var numbers = OracleMemo<Scalar, Double?>()
  private var dateTexts = OracleMemo<String, OracleDateText?>()
  var spans = OracleMemo<DateAsked, OracleSpan?>()
  var days = OracleMemo<SpanInZone, Set<OracleDay>>()
  var places = OracleMemo<[UInt8], UInt64>()

  struct DateAsked: Hashable {
    var text: String
    var now: Int64
    var zone: String
  }

  struct SpanInZone: Hashable {
    var span: OracleSpan
    var zone: String
  }

  package init(_ world: OracleWorld) {
    self.world = world.resolved
    eventsOfContact = Dictionary(grouping: self.world.events.sorted { $0.id < $1.id }, by: \.contact)
    for link in Set(self.world.links) {
      let companies = self.world.companies.filter { $0.id == link.company }
      let contacts = self.world.contacts.filter { $0.id == link.contact }
      guard !companies.isEmpty, !contacts.isEmpty else { continue }
      companiesOfContact[link.contact, default: []] += companies
      contactsOfCompany[link.company, default: []] += contacts
    }
  }

  /// Row ids of the contacts, or for content type `company` of the companies, in a segment.
  /// - Throws: `OracleError`.
  package func members(of definition: JSONValue, now: Instant) throws -> Set<Int64> {
    let subjects: [OracleSubject] =
      definition["contentType"]?.stringValue == "company"
      ? world.companies.map(OracleSubject.company) : world.contacts.map(OracleSubject.contact)
    return Set(try subjects.filter { try isMember($0, of: definition, now: now.milliseconds) }.map(\.id))
  }

  /// Whether one node holds for a contact, whatever the contact's state.
  /// - Parameter zone: nil is the workspace's.
  package func holds(_ node: JSONValue, contact id: Int64, now: Instant, zone: String? = nil) throws -> Bool {
    guard let contact = world.contacts.first(where: { $0.id == id }) else { throw OracleError.unknownContact(id) }
    return try holds(node, for: .contact(contact), at: try moment(now.milliseconds, zone: zone))
  }

  /// Whether one node holds for a company.
  package func holds(_ node: JSONValue, company id: Int64, now: Instant, zone: String? = nil) throws -> Bool {
    guard let company = world.companies.first(where: { $0.id == id }) else { throw OracleError.unknownContact(id) }
    return try holds(node, for: .company(company), at: try moment(now.milliseconds, zone: zone))
  }

  // MARK: Segments

  /// - Parameter chain: ids of the segments through which this one was reached.
  private func isMember(
    _ subject: OracleSubject, of definition: JSONValue, now: Int64, chain: [String] = []
  ) throws -> Bool {
    guard try isOfContentType(subject, definition) else { return false }
    if isExcepted(subject, in: definition["exclude"], now: now) { return false }
    if isExcepted(subject, in: definition["include"], now: now) { return true }
    let moment = try moment(now, zone: definition["timeZone"]?.stringValue, chain: chain)
    guard let filter = definition["filter"] else { throw OracleError.notUnderstood(definition.text) }
    guard try holds(filter, for: subject, at: moment) else { return false }
    guard let parent = definition["parent"]?.stringValue else { return true }
    return try isMember(subject, ofSegment: parent, at: moment)
  }

  func isMember(_ subject: OracleSubject, ofSegment id: String, at moment: OracleMoment) throws -> Bool {
    guard let segment = world.segments.first(where: { $0.id == id }) else { throw OracleError.unknownSegment(id) }
    guard moment.chain.count < 32, !moment.chain.contains(id) else { throw OracleError.chainTooLong(id) }
    return try isMember(subject, of: segment.definition, now: moment.now, chain: moment.chain + [id])
  }

  private func isOfContentType(_ subject: OracleSubject, _ definition: JSONValue) throws -> Bool {
    switch (definition["contentType"]?.stringValue, subject) {
    case ("contact", .contact), ("company", .company): true
    case ("customer", .contact(let contact)): contact.state == .customer
    case ("lead", .contact(let contact)): contact.state == .lead
    case ("visitor", .contact(let contact)): contact.state == .visitor
    default: throw OracleError.notUnderstood(definition.text)
    }
  }

  /// An exception with `until` holds before that millisecond.
  private func isExcepted(_ subject: OracleSubject, in list: JSONValue?, now: Int64) -> Bool {
    let publicIDs = [subject.publicID] + (world.formerPublicIDs[subject.id] ?? [])
    return (list?.arrayValue ?? []).contains { entry in
      guard case .contact = subject, let id = entry["contact"]?.stringValue, publicIDs.contains(id) else {
        return false
      }
      guard let until = entry["until"]?.stringValue else { return true }
      if case .instant(let end) = OracleDateText(until) { return now < end }
      return false
    }
  }

  // MARK: Nodes

  func holds(_ node: JSONValue, for subject: OracleSubject, at moment: OracleMoment) throws -> Bool {
    for member in node.objectValue ?? [] {
      switch (member.key, member.value) {
      case ("all", .array(let nodes)): return try nodes.allSatisfy { try holds($0, for: subject, at: moment) }
      case ("any", .array(let nodes)): return try nodes.contains { try holds($0, for: subject, at: moment) }
      case ("not", let inner): return try !holds(inner, for: subject, at: moment)
      case ("property", .string(let name)): return try propertyHolds(node, name, of: subject, at: moment)
      case ("segment", .string(let id)): return try isMember(subject, ofSegment: id, at: moment)
      case ("sample", let sample): return try isSampled(subject, by: sample)
      case ("tracked", .string(let name)):
        guard case .contact(let contact) = subject else { break }
        return try holds(node, of: contact.tracked.value(of: name), unit: nil, at: moment)
      case ("event", _):
        guard case .contact(let contact) = subject else { break }
        return try eventConditionHolds(node, pastEvents(of: contact, at: moment), at: moment)
      case ("sequence", .array(let steps)):
        guard case .contact(let contact) = subject else { break }
        return try sequenceHolds(node, steps, pastEvents(of: contact, at: moment), at: moment)
      case ("list", .string(let id)):
        guard case .contact(let contact) = subject, let list = world.lists[id] else { break }
        return list.contains(contact.id)
      case ("company", let inner):
        guard case .contact(let contact) = subject else { break }
        let companies = (companiesOfContact[contact.id] ?? []).map(OracleSubject.company)
        return try isRelated(to: companies, inner, node, at: moment)
      case ("contacts", let inner):
        guard case .company(let company) = subject else { break }
        let contacts = (contactsOfCompany[company.id] ?? []).map(OracleSubject.contact)
        return try isRelated(to: contacts, inner, node, at: moment)
      default: continue
      }
    }
    throw OracleError.notUnderstood(node.text)
  }

  private func propertyHolds(
    _ leaf: JSONValue, _ written: String, of subject: OracleSubject, at moment: OracleMoment
  ) throws -> Bool {
    let name = ["email": "primaryEmail", "phone": "primaryPhone"][written] ?? written
    let dates = subject.isCompany ? world.datesOfCompanies : world.datesOfContacts
    let unit = dates.first { $0.key.isSame(as: name) }?.value
    return try holds(leaf, of: subject.property(name), unit: unit, at: moment)
  }

  private func isRelated(
    to others: [OracleSubject], _ inner: JSONValue, _ node: JSONValue, at moment: OracleMoment
  ) throws -> Bool {
    let matching = try others.filter { try holds(inner, for: $0, at: moment) }.count
    if let count = node["count"] { return try isWithin(count, matching) }
    switch node["quantifier"]?.stringValue ?? "any" {
    case "any": return matching > 0
    case "all": return matching > 0 && matching == others.count
    case "none": return matching == 0
    default: throw OracleError.notUnderstood(node.text)
    }
  }

  /// `{"exactly": n}`, `{"atLeast": n}` or `{"atMost": n}`.
  func isWithin(_ bound: JSONValue, _ count: Int) throws -> Bool {
    if let n = bound["exactly"]?.integerValue { return count == n }
    if let n = bound["atLeast"]?.integerValue { return count >= n }
    if let n = bound["atMost"]?.integerValue { return count <= n }
    throw OracleError.notUnderstood(bound.text)
  }

  // MARK: What was worked out before

  func moment(_ now: Int64, zone name: String?, chain: [String] = []) throws -> OracleMoment {
    OracleMoment(now: now, zone: try zones.answer(name ?? world.zone, OracleZone.init), chain: chain)
  }

  /// The text view as it is compared.
  func folded(_ scalar: Scalar) -> [Unicode.Scalar] {
    foldedTexts.answer(scalar) { OracleView.folded(OracleView.text($0)) }
  }

  func number(_ scalar: Scalar) -> Double? { numbers.answer(scalar, OracleView.number) }

  func date(_ scalar: Scalar, unit: DateUnit?, in zone: OracleZone) -> Int64? {
    guard case .text(let text) = scalar else { return OracleView.date(scalar, unit: unit, in: zone) }
    return dateTexts.answer(text, OracleDateText.init)?.instant(in: zone)
  }

  /// Events that count: none is later than now. In the order of arrival.
  private func pastEvents(of contact: ContactRecord, at moment: OracleMoment) -> [EventRecord] {
    (eventsOfContact[contact.id] ?? []).filter { $0.time.milliseconds <= moment.now }
  }
}
