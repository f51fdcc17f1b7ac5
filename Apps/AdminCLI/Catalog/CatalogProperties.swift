import ArgumentParser
import SegmentModel
import TrackedPropertyStore

/// `strata catalog properties`.
struct CatalogProperties: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "properties", abstract: "Names of properties with the types seen, how many hold each, and samples.")

  static let columns = [
    Column("name"), Column("tracked"), Column("types"), Column("holders"), Column("type", "DECLARED"), Column("unit"),
    Column("label"), Column("samples"),
  ]
  /// Names described in one read.
  private static let described = 1000

  @OptionGroup var scope: PropertyScope
  @OptionGroup var options: DataDirectoryOptions

  func run(_ workspace: Workspace, _ output: Output) throws {
    let ofCompanies = scope.companies
    var rest = try workspace.profiles.read { try $0.catalog(ofCompanies: ofCompanies) }[...]
    try output.list(Self.columns) { writer in
      while !rest.isEmpty {
        let names = rest.prefix(Self.described)
        for row in try workspace.profiles.read({ try $0.answers(names, ofCompanies: ofCompanies) }) { writer.add(row) }
        rest = rest.dropFirst(Self.described)
      }
    }
  }
}
