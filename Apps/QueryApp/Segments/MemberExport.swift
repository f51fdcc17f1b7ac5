import NIOCore
import SegmentModel
import SegmentStore
import SegmentSync
import StrataService
import TrackedPropertyStore

/// Every member of a segment at one version, as text, in parts. It holds the row ids alone; contacts are looked up as
/// their turn comes, and who was merged or erased by then is left out.
struct MemberExport: Sendable {
  enum Format: String, CaseIterable, Sendable {
    case ndjson, csv

    var mediaType: String {
      switch self {
      case .ndjson: "application/x-ndjson"
      case .csv: "text/csv; charset=utf-8"
      }
    }
  }

  /// Contacts or companies of one read and one part.
  private static let rowsOfAPart = 500

  let format: Format
  let version: Int64
  let epoch: String
  private let members: Bitmap
  private let isPeople: Bool
  private let table: ExportTable

  /// Blocks.
  /// - Throws: `ServiceError.notFound`, `.notBuilt`, `.failed`.
  init(of segment: String, as format: Format, _ services: QueryServices) throws {
    self.format = format
    let isPeople = try services.segments.segment(segment).segment.isPeople
    (members, version, epoch) = try services.segments.allMembers(of: segment)
    table = try services.profiles.read { try MemberTable.columns(isPeople: isPeople, in: $0) }
    self.isPeople = isPeople
  }

  /// What stands in front of the members.
  var head: String { format == .csv ? CSVText.line(table.columns) + "\n" : "" }

  /// The members with row ids above one, as many as are read at once, and up to which row id they go; nil after the last.
  /// Blocks.
  func part(after row: Int64, _ services: QueryServices) throws -> (bytes: ByteBuffer, last: Int64)? {
    let rows = Array(members.ids(after: row).prefix(Self.rowsOfAPart))
    guard let last = rows.last else { return nil }
    var buffer = ByteBuffer()
    try services.profiles.read { profiles in
      for row in rows {
        guard let found = try described(row, in: profiles) else { continue }
        buffer.writeString(line(found) + "\n")
      }
    }
    return (buffer, last)
  }

  private func described(_ row: Int64, in profiles: ProfileReader) throws -> ExportTable.Row? {
    if isPeople {
      return try profiles.contact(row).map {
        MemberTable.row($0, try ContactAnswer.json($0, in: profiles), of: table)
      }
    }
    return try profiles.company(row).map { MemberTable.row($0, CompanyAnswer.json($0), of: table) }
  }

  private func line(_ row: ExportTable.Row) -> String {
    switch format {
    case .ndjson: row.whole.text
    case .csv: CSVText.line(table.columns.map { row.flat[$0] ?? .null })
    }
  }
}
