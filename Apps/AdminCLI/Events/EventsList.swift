import ArgumentParser
import SegmentModel
import TrackedPropertyStore

/// `strata events list`.
struct EventsList: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Events, those that came last first.",
    discussion: """
      Examples:
        strata events list --limit 20
        strata events list --contact email:a@example.com --name bought --output ndjson

      Of one contact, those that happened last come first.
      """)

  /// Rows that one read looks through.
  private static let rowsOfARead = 5000

  @Option(help: "Those of this name alone.")
  var name: String?

  @Option(help: "Those of one contact: its id, or an identifier: userId:42, email:a@example.com.")
  var contact: String?

  @OptionGroup var page: PageOptions
  @OptionGroup var options: DataDirectoryOptions

  func run(_ workspace: Workspace, _ output: Output) throws {
    let contact = try contact.map { try workspace.contact(named: $0) }
    var isMore = false
    try output.list(EventJSON.columns) { writer in
      var place = Place.start
      while place != .end {
        let (rows, next) = try workspace.profiles.read { profiles in
          let sources = try SourceNames(profiles)
          let found = try contact.map { try events(of: $0, at: place, in: profiles) } ?? events(at: place, in: profiles)
          return (try found.events.map { try EventJSON.value($0, sources: sources, in: profiles) }, found.next)
        }
        let room = page.room(after: writer.count)
        for row in rows.prefix(room) { writer.add(row) }
        if rows.count > room || room == rows.count && next != .end {
          isMore = !page.all
          return
        }
        place = next
      }
    }
    if isMore { page.tellOfMore(output) }
  }

  private enum Place: Equatable {
    case start, end
    case before(row: Int64)
    case beforeTime(Instant, id: Int64)
  }

  private func events(at place: Place, in profiles: ProfileReader) throws -> (events: [EventRecord], next: Place) {
    var row = Int64.max
    if case .before(let last) = place { row = last }
    let slice = try profiles.events(before: row, named: name, rows: Self.rowsOfARead)
    return (slice.events, slice.next.map(Place.before) ?? .end)
  }

  private func events(
    of contact: ContactRecord, at place: Place, in profiles: ProfileReader
  ) throws -> (events: [EventRecord], next: Place) {
    var before: (time: Instant, id: Int64)?
    if case .beforeTime(let time, let id) = place { before = (time, id) }
    let limit = Output.rowsOfARead
    let found = try profiles.events(of: contact.id, before: before, limit: limit)
    let next = found.count == limit ? found.last.map { Place.beforeTime($0.time, id: $0.id) } : nil
    return (found.filter { name == nil || $0.name == name }, next ?? .end)
  }
}
