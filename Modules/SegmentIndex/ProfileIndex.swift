import FilterCompiler
import SegmentModel

/// Contacts, companies, their properties, events, links and lists, in memory, by row id: what segments are evaluated on.
///
/// A plain collection that is owned by one thread at a time (`LiveIndex` shares it). The writes are in
/// `ProfileIndex+Writes.swift`.
package final class ProfileIndex {
  let people: Population
  let companies: Population
  var events: [ExactText: EventTable] = [:]
  var attributeDictionaries: AttributeDictionaries
  /// By public id.
  var lists: [String: Bitmap] = [:]
  var links = LinkTable()
  let scratches = ScratchPool()
  /// The newest event that was appended one by one.
  var lastEvent: Int64 = 0
  /// Events that came before their turn, with all of their contact's.
  var eventsAhead: Set<Int64> = []

  package init() {
    people = Population(isPeople: true)
    companies = Population(isPeople: false)
    attributeDictionaries = AttributeDictionaries()
  }

  /// As `write` wrote it.
  init(from file: IndexFileReader) throws {
    lastEvent = Int64(try file.number())
    eventsAhead = Set(try file.numbers(Int64.self))
    people = try Population(isPeople: true, from: file)
    companies = try Population(isPeople: false, from: file)
    attributeDictionaries = try AttributeDictionaries(from: file)
    for _ in 0..<(try file.count()) {
      let name = ExactText(try file.text())
      events[name] = try EventTable(from: file, dictionaries: attributeDictionaries, contacts: people.rows)
    }
    links = try LinkTable(from: file, contacts: people.rows, companies: companies.rows)
    for _ in 0..<(try file.count()) {
      let list = try file.text()
      guard let bitmap = try? Bitmap(bytes: try file.numbers(UInt8.self)) else { throw file.damaged }
      lists[list] = bitmap
    }
  }

  func write(to file: IndexFileWriter) throws {
    try file.write(Int(lastEvent))
    try file.write(eventsAhead.sorted())
    try people.write(to: file)
    try companies.write(to: file)
    // What stands here is of those who are there: values, and names too, that nobody has any more are left out.
    let events = events.filter { $0.value.count > 0 }
    var used: [ExactText: RowSet] = [:]
    for table in events.values { try table.insertCodes(into: &used, goOn: file.goOn) }
    try attributeDictionaries.write(to: file, used: used)
    try file.write(events.count)
    for (name, table) in events.sorted(by: { $0.key < $1.key }) {
      try file.write(name.text)
      try table.write(to: file)
    }
    try links.write(to: file)
    try file.write(lists.count)
    for (list, entries) in lists.sorted(by: { ExactText($0.key) < ExactText($1.key) }) {
      try file.write(list)
      try file.write(entries.bytes())
    }
  }

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
