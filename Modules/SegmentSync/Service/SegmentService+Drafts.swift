package import SegmentModel
package import SegmentStore

/// What became of a draft.
package enum SegmentDraftOutcome: Sendable {
  case created(StoredSegment)
  /// A segment of this content type had the name before; it is left as it is, and stands for the draft.
  case exists(SegmentName)
  case refused([InputError])
  /// With the key of the one that it refers to.
  case dependsOnRefused(String)
}

/// Many definitions at once, which may refer to each other.
extension SegmentService {
  /// Saves every draft that is valid, in one transaction.
  /// - Parameters:
  ///   - drafts: each after those that it refers to.
  ///   - isDryRun: tells what would happen, and keeps nothing of it.
  /// - Returns: an outcome for each.
  /// - Throws: `ServiceError.limitReached`; then nothing is saved.
  package func create(_ drafts: [SegmentDraft], isDryRun: Bool) throws -> [SegmentDraftOutcome] {
    let inputs = try compilerInputs()
    var outcomes: [SegmentDraftOutcome] = []
    do {
      try store.write { writing in
        var ids: [String: String] = [:]
        for draft in drafts {
          let outcome = try create(draft, &ids, inputs, writing)
          outcomes.append(outcome)
        }
        if isDryRun { throw DryRunEnd() }
      }
    } catch is DryRunEnd {}
    return outcomes
  }

  /// Undoes what was tried.
  private struct DryRunEnd: Error {}

  /// - Parameter ids: of the drafts that are saved, or were there before, by key.
  private func create(
    _ draft: SegmentDraft, _ ids: inout [String: String], _ inputs: CompilerInputs, _ writing: SegmentWriting
  ) throws -> SegmentDraftOutcome {
    if let id = try writing.segment(named: draft.name, of: draft.contentType) {
      ids[draft.key] = id
      return .exists(SegmentName(id: id, name: draft.name))
    }
    if let missing = draft.references.sorted().first(where: { ids[$0] == nil }) { return .dependsOnRefused(missing) }
    guard try writing.segmentCount() < SegmentLimits.segments else {
      throw ServiceError.limitReached("There would be over \(SegmentLimits.segments) segments, which is the most.")
    }
    do {
      let definition = try SegmentReader.read(draft.definition(with: ids))
      _ = try validate(definition, id: nil, inputs, writing)
      let segment = try writing.insertSegment(definition, by: author, at: try now(writing))
      ids[draft.key] = segment.id
      return .created(segment)
    } catch let error as InvalidInput {
      return .refused(error.errors)
    }
  }
}
