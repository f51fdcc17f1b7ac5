import SQLiteBackend
import SegmentModel
import SegmentSync
import StrataService

/// Evaluates a filter that is not saved. Nothing is stored. Blocks for as long as the evaluation takes.
struct Preview {
  let services: QueryServices
  let request: PreviewRequest

  /// `{count, total, asOf, tookMs, words, warnings, nodes?, sample?, enter?, leave?}`.
  /// - Throws: `InvalidInput`, `CancellationError`.
  func answer(unless isCancelled: @escaping @Sendable () -> Bool) throws -> JSONValue {
    let start = ContinuousClock.now
    let found = try services.segments.preview(request, isCancelled: isCancelled)
    var members = found.json
    if let sample = found.sample {
      let shown = try services.backend.read { try describe(sample, $0) }
      members.append(JSONMember("sample", .array(shown)))
    }
    let said = try services.said(of: [request.definition], at: found.asOf)
    members.append(JSONMember("words", .string(said.words.joined())))
    members.append(JSONMember("warnings", .array(said.warnings.flatMap(\.self))))
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
