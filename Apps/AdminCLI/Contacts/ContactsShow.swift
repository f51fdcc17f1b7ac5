import ArgumentParser
import SegmentModel
import TrackedPropertyStore

/// `strata contacts show`.
struct ContactsShow: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "One contact.",
    discussion: """
      Examples:
        strata contacts show con_…
        strata contacts show email:ada@example.com --output json
      """)

  @Argument(help: "Its id, or an identifier: userId:42, email:a@example.com.")
  var contact: String

  @OptionGroup var options: DataDirectoryOptions

  func run(_ workspace: Workspace, _ output: Output) throws {
    let identifier = try identifier()
    let json = try workspace.profiles.read { profiles -> JSONValue? in
      if let identifier {
        return try profiles.contact(bearing: identifier).map { try ContactJSON.value($0, in: profiles) }
      }
      switch try profiles.contact(publicID: contact) {
      case .found(let found)?: return try ContactJSON.value(found, in: profiles)
      case .merged(let winner)?: return ["id": .string(contact), "mergedInto": .string(winner)]
      case nil: return nil
      }
    }
    guard let json else { throw CommandFailure(.notFound, "There is no contact \"\(contact)\".") }
    output.record(json)
  }

  private func identifier() throws -> Identifier? {
    guard let colon = contact.firstIndex(of: ":") else { return nil }
    let kinds = Identifier.Kind.allCases.map(\.rawValue).joined(separator: ", ")
    guard let kind = Identifier.Kind(rawValue: String(contact[..<colon])) else {
      throw CommandFailure(.wrongUsage, "Before the colon stands the kind of identifier: \(kinds).")
    }
    guard let identifier = Identifier(kind, String(contact[contact.index(after: colon)...])) else {
      throw CommandFailure(.wrongUsage, "What stands after \"\(kind.rawValue):\" is never an identifier.")
    }
    return identifier
  }
}
