import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import SegmentSync
import StrataService

/// `/segments/{id}/export`: every member at one version, streamed. An answer that was cut off has no end (RFC 9112, 8).
struct ExportController: Sendable {
  let services: QueryServices

  func addRoutes(to api: APIRoutes) {
    api.read.get("segments/{id}/export", use: export)
  }

  @Sendable private func export(_ request: Request, _ context: QueryContext) async throws -> Response {
    let id = try context.pathParameter("id")
    var query = QueryReader(request)
    let format = query.choice("format", of: MemberExport.Format.self) ?? .ndjson
    try query.finish()
    let export = try await services.read { try MemberExport(of: id, as: format, $0) }
    let headers: HTTPFields = [
      .contentType: format.mediaType, .contentDisposition: "attachment; filename=\"\(id).\(format.rawValue)\"",
    ]
    return Response(
      status: .ok,
      headers: headers.with("Strata-Version", "\(export.version)").with("Strata-Epoch", export.epoch),
      body: ResponseBody { writer in
        do {
          try await write(export, to: &writer)
        } catch {
          context.logger.warning("an export was cut off", metadata: ["error": "\(error)"])
          throw error
        }
        try await writer.finish(nil)
      })
  }

  private func write(_ export: MemberExport, to writer: inout any ResponseBodyWriter) async throws {
    if !export.head.isEmpty { try await writer.write(ByteBuffer(string: export.head)) }
    var row: Int64 = 0
    while let part = try await services.read({ [row] in try export.part(after: row, $0) }) {
      try await writer.write(part.bytes)
      row = part.last
    }
  }
}
