import ArgumentParser
import SegmentModel
import TrackedPropertyStore

/// How a person names a company.
struct CompanyArgument: ParsableArguments {
  @Argument(help: ArgumentHelp("The company's id, or groupId: and its group id.", valueName: "company"))
  var company: String

  /// - Throws: `BadReference`; `CommandFailure` where there is none.
  func find(in workspace: Workspace) throws -> CompanyRecord {
    let reference = try CompanyReference(company)
    guard let found = try workspace.profiles.read({ try $0.company(reference) }) else {
      throw CommandFailure(.notFound, "There is no company \"\(company)\".")
    }
    return found
  }
}
