package import SegmentModel

/// Everything that a filter can look at, as plain data.
///
/// Events stand in the order of their arrival, which is the order of their ids. Contacts and companies have ids of a
/// space of their own each.
package struct OracleWorld: Sendable {
  package struct Link: Hashable, Sendable {
    package var contact: Int64
    package var company: Int64

    package init(contact: Int64, company: Int64) {
      self.contact = contact
      self.company = company
    }
  }

  /// The history of `loser` belongs to `winner` from now on.
  package struct Merge: Hashable, Sendable {
    package var loser: Int64
    package var winner: Int64

    package init(loser: Int64, into winner: Int64) {
      self.loser = loser
      self.winner = winner
    }
  }

  package struct SavedSegment: Sendable {
    package var id: String
    /// As a client sends it: name, contentType, parent, timeZone, filter, include, exclude.
    package var definition: JSONValue

    package init(id: String, definition: JSONValue) {
      self.id = id
      self.definition = definition
    }
  }

  package var contacts: [ContactRecord] = []
  package var companies: [CompanyRecord] = []
  package var events: [EventRecord] = []
  package var links: [Link] = []
  /// Row ids of the contacts on each list, by the list's id.
  package var lists: [String: Set<Int64>] = [:]
  /// A segment stands after those that it refers to.
  package var segments: [SavedSegment] = []
  /// Merges that happened after everything above, in their order; `resolved` carries them out.
  package var merges: [Merge] = []
  /// Properties of contacts declared `datetime`, with the unit of their numbers.
  package var datesOfContacts: [String: DateUnit] = [
    "createdAt": .milliseconds, "modifiedAt": .milliseconds, "lastSeenAt": .milliseconds, "birthDate": .milliseconds,
  ]
  /// The same for companies.
  package var datesOfCompanies: [String: DateUnit] = ["createdAt": .milliseconds, "modifiedAt": .milliseconds]
  /// IANA name of the workspace's zone.
  package var zone = "UTC"
  /// Public ids of contacts that merges took away, by the row id of who they are now.
  package var formerPublicIDs: [Int64: [String]] = [:]

  package init() {}

  /// Gives a contact the public id that a store made for it, in the exceptions of segments too.
  package mutating func rename(contact id: Int64, to publicID: String) {
    guard let index = contacts.firstIndex(where: { $0.id == id }) else { return }
    let old = contacts[index].publicID
    contacts[index].publicID = publicID
    for index in segments.indices {
      segments[index].definition = segments[index].definition.replacingExceptions(of: old, by: publicID)
    }
  }
}

extension JSONValue {
  /// A definition whose `include` and `exclude` name another public id.
  fileprivate func replacingExceptions(of old: String, by new: String) -> JSONValue {
    guard case .object(var members) = self else { return self }
    for index in members.indices where members[index].key == "include" || members[index].key == "exclude" {
      guard let entries = members[index].value.arrayValue else { continue }
      members[index].value = .array(
        entries.map { entry in
          guard entry["contact"]?.stringValue == old, let parts = entry.objectValue else { return entry }
          return .object(parts.map { $0.key == "contact" ? JSONMember("contact", .string(new)) : $0 })
        })
    }
    return .object(members)
  }
}
