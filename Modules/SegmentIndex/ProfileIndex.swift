import FilterCompiler
import SegmentModel

/// Contacts, companies, their properties, events, links and lists, in memory, by row id: what segments are evaluated on.
///
/// A plain collection that is owned by one thread at a time (`LiveIndex` shares it). The writes are in
/// `ProfileIndex+Writes.swift`.
package final class ProfileIndex {
  let people = Population(isPeople: true)
  let companies = Population(isPeople: false)
  var events: [ExactText: EventTable] = [:]
  var attributeDictionaries = AttributeDictionaries()
  /// By public id.
  var lists: [String: Bitmap] = [:]
  var links = LinkTable()
  let scratches = ScratchPool()
  /// The newest event that was appended one by one.
  var lastEvent: Int64 = 0
  /// Events that came before their turn, with all of their contact's.
  var eventsAhead: Set<Int64> = []

  package init() {}

  /// Row ids are places in every column: those beyond would take too much memory for what they hold.
  package static let largestRowID: Int64 = (1 << 28) - 1

  func population(isPeople: Bool) -> Population { isPeople ? people : companies }

  /// Bytes in memory, of the large parts.
  package var byteCount: Int {
    people.byteCount + companies.byteCount + links.byteCount + attributeDictionaries.byteCount
      + events.values.reduce(0) { $0 + $1.byteCount }
  }

  package var contactCount: Int { people.present.count }
  package var companyCount: Int { companies.present.count }
  package var eventCount: Int { events.values.reduce(0) { $0 + $1.count } }

  package var figures: IndexFigures {
    IndexFigures(contacts: contactCount, companies: companyCount, events: eventCount, bytes: byteCount)
  }
}

/// How much an index holds.
package struct IndexFigures: Sendable, Equatable {
  package var contacts: Int
  package var companies: Int
  package var events: Int
  /// In memory, of the large parts.
  package var bytes: Int
}
