import ArgumentParser
import SegmentModel
import TrackedPropertyStore

/// `strata catalog declare`.
struct CatalogDeclare: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "declare", abstract: "Say of what type a property is, or how it is called.",
    discussion: """
      Examples:
        strata catalog declare renewsAt --type datetime --unit s
        strata catalog declare plan --label "Price plan" --companies
        strata catalog declare renewsAt --type none

      A type changes how values are read, never the values: the numbers of a datetime are instants, in milliseconds (ms) \
      or seconds (s). none takes back what was declared. What is left out stays.
      """)

  @Argument(help: "The name of the property.")
  var name: String

  @Option(help: "text, number, boolean, datetime or none.")
  var type: String?

  @Option(help: "ms or s; of a datetime.")
  var unit: String?

  @Option(help: "What people call it; none takes it back.")
  var label: String?

  @Flag(help: "A tracked property.")
  var tracked = false

  @OptionGroup var scope: PropertyScope
  @OptionGroup var options: DataDirectoryOptions

  mutating func validate() throws {
    if tracked, scope.companies { throw ValidationError("Companies have no tracked properties.") }
    if type == nil, unit == nil, label == nil { throw ValidationError("Give --type, --unit or --label.") }
  }

  func run(_ workspace: Workspace, _ output: Output) throws {
    let members = [("type", type), ("unit", unit), ("label", label)].compactMap { key, value in
      value.map { JSONMember(key, $0 == "none" ? .null : .string($0)) }
    }
    let patch = try DeclarationPatch(.object(members))
    let space: PropertySpace = tracked ? .tracked : scope.companies ? .company : .contact
    output.record(try workspace.profiles.write { try $0.declare(name, in: space, patch) }.value)
  }
}
