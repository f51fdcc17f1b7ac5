package import SegmentModel

/// The judge of the filter language: who is in a segment, found by walking everything for one subject after the other.
///
/// Written from filter-language and values-and-identity alone, so that it can disagree with the product; it reads the
/// definition's JSON itself. It takes valid definitions only. Slow, and for one thread.
package final class Oracle {
  package let world: OracleWorld
  private let eventsOfContact: [Int64: [EventRecord]]
  private var zones: [String: OracleZone] = [:]
  private var foldedTexts: [String: [Unicode.Scalar]] = [:]

  package init(_ world: OracleWorld) {
    self.world = world.resolved
    eventsOfContact = Dictionary(grouping: self.world.events, by: \.contact)
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
    if let nodes = node["all"]?.arrayValue {
      return try nodes.allSatisfy { try holds($0, for: subject, at: moment) }
    }
    if let nodes = node["any"]?.arrayValue {
      return try nodes.contains { try holds($0, for: subject, at: moment) }
    }
    if let inner = node["not"] { return try !holds(inner, for: subject, at: moment) }
    if let name = node["property"]?.stringValue {
      let name = ["email": "primaryEmail", "phone": "primaryPhone"][name] ?? name
      let unit = subject.isCompany ? world.datesOfCompanies[name] : world.datesOfContacts[name]
      return try holds(node, of: subject.property(name), unit: unit, at: moment)
    }
    if let id = node["segment"]?.stringValue { return try isMember(subject, ofSegment: id, at: moment) }
    if let sample = node["sample"] { return try isSampled(subject, by: sample) }
    switch subject {
    case .contact(let contact): return try holds(node, forContact: contact, at: moment)
    case .company(let company): return try holds(node, forCompany: company, at: moment)
    }
  }

  private func holds(_ node: JSONValue, forContact contact: ContactRecord, at moment: OracleMoment) throws -> Bool {
    if let name = node["tracked"]?.stringValue {
      return try holds(node, of: contact.tracked.value(of: name), unit: nil, at: moment)
    }
    if let id = node["list"]?.stringValue {
      guard let list = world.lists[id] else { throw OracleError.unknownList(id) }
      return list.contains(contact.id)
    }
    let events = pastEvents(of: contact, at: moment)
    if node["event"] != nil { return try eventConditionHolds(node, events, at: moment) }
    if node["sequence"] != nil { return try sequenceHolds(node, events, at: moment) }
    if let inner = node["company"] {
      let linked = Set(world.links.filter { $0.contact == contact.id }.map(\.company))
      let companies = world.companies.filter { linked.contains($0.id) }
      return try isRelated(to: companies.map(OracleSubject.company), inner, node, at: moment)
    }
    throw OracleError.notUnderstood(node.text)
  }

  private func holds(_ node: JSONValue, forCompany company: CompanyRecord, at moment: OracleMoment) throws -> Bool {
    guard let inner = node["contacts"] else { throw OracleError.notUnderstood(node.text) }
    let linked = Set(world.links.filter { $0.company == company.id }.map(\.contact))
    let contacts = world.contacts.filter { linked.contains($0.id) }
    return try isRelated(to: contacts.map(OracleSubject.contact), inner, node, at: moment)
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
    let name = name ?? world.zone
    let zone = try zones[name] ?? OracleZone(name)
    zones[name] = zone
    return OracleMoment(now: now, zone: zone, chain: chain)
  }

  func folded(_ text: String) -> [Unicode.Scalar] {
    if let known = foldedTexts[text] { return known }
    let folded = OracleView.folded(text)
    foldedTexts[text] = folded
    return folded
  }

  /// Events that count: none is later than now. In the order of arrival.
  private func pastEvents(of contact: ContactRecord, at moment: OracleMoment) -> [EventRecord] {
    (eventsOfContact[contact.id] ?? []).filter { $0.time.milliseconds <= moment.now }.sorted { $0.id < $1.id }
  }
}
