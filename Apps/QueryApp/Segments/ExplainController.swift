import FilterCompiler
import Hummingbird
import IndexBackend
import SQLiteBackend
import SegmentModel
import SegmentStore
import SegmentSync
import StrataService
import TrackedPropertyStore

/// `/segments/{id}/members/{contact}`: why somebody is a member or is not, evaluated now.
struct ExplainController: Sendable {
  let services: QueryServices

  func addRoutes(to api: APIRoutes) {
    api.read.get("segments/{id}/members/{contact}", use: explain)
  }

  @Sendable private func explain(_ request: Request, _ context: QueryContext) async throws -> Response {
    let id = try context.pathParameter("id")
    let member = try context.pathParameter("contact")
    var query = QueryReader(request)
    let asOf = query.instant("asOf")
    try query.finish()
    return .json(try await services.evaluate { try Self.explain(member, in: id, at: asOf, $0) })
  }

  private static func explain(
    _ member: String, in id: String, at asOf: Instant?, _ services: QueryServices
  ) throws -> JSONValue {
    let definition = try services.segments.segment(id).segment.definition
    let compiled = try services.segments.compile(definition)
    let now = try asOf ?? services.now()
    let (found, labels) = try services.index.read { snapshot in
      let reader = snapshot.sqlite.reader
      let (row, publicID) = try reader.row(of: member, isPeople: definition.contentType.isPeople)
      let explanation = try Explainer(try snapshot.evidence(), at: now).explain(compiled, of: row)
      return ((explanation, publicID), try ProfileCatalog(reader).labels())
    }
    let words = try services.segments.nodeWords(
      of: definition, references: compiled.references, labels: labels, at: now)
    let explained = found.0.json { words[$0]?[$1] }
    return .object([JSONMember("id", .string(found.1))] + (explained.objectValue ?? []))
  }
}

extension ProfileReader {
  /// Who is named in a path: a contact, after merges, or a company.
  /// - Throws: `Problem` 404, `BadReference`.
  fileprivate func row(of text: String, isPeople: Bool) throws -> (row: Int64, publicID: String) {
    if isPeople {
      let contact = try survivor(try ContactReference(text))
      return (contact.id, contact.publicID)
    }
    let company = try found(try CompanyReference(text))
    return (company.id, company.publicID)
  }
}
