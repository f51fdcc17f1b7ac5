import ArgumentParser
import SegmentModel
import TrackedPropertyStore

/// `strata catalog events`.
struct CatalogEvents: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "events", abstract: "Names of events with how many bear each, and their attributes.")

  static let columns = [Column("name"), Column("count"), Column("attributes")]

  @OptionGroup var options: DataDirectoryOptions

  func run(_ workspace: Workspace, _ output: Output) throws {
    let events = try workspace.profiles.read { try $0.events() }
    // In one cell the attributes are their names.
    let isWhole = [.json, .ndjson].contains(output.format)
    try output.list(events.lazy.map { isWhole ? $0.json : $0.briefJSON }, Self.columns)
  }
}

extension CatalogedEvent {
  fileprivate var briefJSON: JSONValue {
    [
      "name": .string(name), "count": .number(Double(events)),
      "attributes": .array(attributes.map { .string($0.name) }),
    ]
  }
}
