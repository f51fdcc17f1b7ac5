import ArgumentParser
import SegmentModel
import TrackedPropertyStore

/// `strata events rejected`.
struct EventsRejected: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "rejected", abstract: "Messages of the last 7 days that were refused, the newest first, and why.",
    discussion: """
      Examples:
        strata events rejected --counts
        strata events rejected --code badTimestamp --output ndjson
      """)

  @Flag(help: "How many there are of each reason.")
  var counts = false

  @Option(help: "Those refused for this reason alone, by its code.")
  var code: String?

  @OptionGroup var page: PageOptions
  @OptionGroup var options: DataDirectoryOptions

  func run(_ workspace: Workspace, _ output: Output) throws {
    if counts {
      let found = try workspace.profiles.read { try $0.rejectionCounts() }
      let rows = found.filter { code == nil || $0.code == code }.map { row -> JSONValue in
        ["code": .string(row.code), "count": .number(Double(row.count))]
      }
      return try output.list(rows, [Column("code"), Column("count")])
    }
    let columns = [
      Column("id"), Column("receivedAt", "RECEIVED"), Column("code"), Column("message"), Column("replayable"),
      Column("body"),
    ]
    var isMore = false
    try output.list(columns) { writer in
      var before = Int64.max
      while true {
        let room = page.room(after: writer.count)
        let limit = min(room, Output.rowsOfARead - 1) + 1
        let (rows, last) = try workspace.profiles.read { profiles in
          let sources = try SourceNames(profiles)
          let found = try profiles.rejections(before: before, code: code, limit: limit)
          return (found.map { RejectionJSON.value($0, sources: sources) }, found.last?.id)
        }
        for row in rows.prefix(room) { writer.add(row) }
        isMore = rows.count > room
        guard let last, rows.count == limit, !isMore else { return }
        before = last
      }
    }
    if isMore { page.tellOfMore(output) }
  }
}

/// A refused message as it is written: `{id, receivedAt, source, code, message, replayable, body}`.
private enum RejectionJSON {
  static func value(_ rejection: KeptRejection, sources: SourceNames) -> JSONValue {
    let message = rejection.message
    return [
      "id": .string(String(rejection.id)), "receivedAt": .string(message.receivedAt.description),
      "source": sources[message.source], "code": .string(message.code), "message": .string(message.message),
      "replayable": .boolean(message.call != nil),
      // One that is cut short, or could not be read, as its text.
      "body": (try? JSONReader.read(message.body)) ?? .string(String(decoding: message.body, as: UTF8.self)),
    ]
  }
}
