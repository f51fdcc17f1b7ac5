import SQLiteBackend
import SegmentModel
import SegmentSync
import StrataService

/// Evaluates a filter that is not saved. Nothing is stored. Blocks for as long as the evaluation takes.
struct Preview {
  let services: QueryServices
  let request: PreviewRequest

  /// `{count, total, asOf, tookMs, warnings, nodes?, sample?, enter?, leave?}`.
  /// - Throws: `InvalidInput`.
  func answer() throws -> JSONValue {
    let start = ContinuousClock.now
    let found = try services.segments.preview(request) { services.readiness.isStopping }
    var members = found.json
    try services.backend.read { snapshot in
      if let sample = found.sample { members.append(JSONMember("sample", .array(try describe(sample, snapshot)))) }
      let warnings = try FilterWarnings.json(of: request.definition, in: snapshot.reader)
      members.append(JSONMember("warnings", .array(warnings)))
    }
    let took = (ContinuousClock.now - start) / .milliseconds(1)
    members.append(JSONMember("tookMs", .number((took * 10).rounded() / 10)))
    return .object(members)
  }

  private func describe(_ rows: [Int64], _ snapshot: SQLiteSnapshot) throws -> [JSONValue] {
    let isPeople = request.definition.contentType.isPeople
    return try rows.compactMap { row in
      isPeople
        ? try ContactAnswer.json(ofRow: row, in: snapshot.reader)
        : try CompanyAnswer.json(ofRow: row, in: snapshot.reader)
    }
  }
}
