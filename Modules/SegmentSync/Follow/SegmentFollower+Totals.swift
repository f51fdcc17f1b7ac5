import FilterCompiler
import SegmentModel
import SegmentStore

extension SegmentFollower {
  /// Everyone by content type: all of them at the start, then those that came, went or changed state.
  func countTotals(_ snapshot: any ProfileSnapshot, _ batch: FeedBatch, _ draft: inout StepDraft) throws {
    for everyone in try Everyone.all.get() {
      let isFirst = everyone.types.contains { totals[$0] == nil }
      let touched = everyone.plans.isPeople ? batch.people : batch.companies
      guard isFirst || !touched.isEmpty else { continue }
      guard !isFirst else {
        let found = try snapshot.everyone(in: everyone.plans, at: draft.now)
        for (type, found) in zip(everyone.types, found) { draft.totals[type] = found }
        continue
      }
      for looked in touched.sorted().slices(of: SegmentBackendLimits.candidates) {
        let found = try snapshot.members(of: everyone.plans, among: looked, at: draft.now)
        for (type, found) in zip(everyone.types, found) {
          var total = draft.totals[type] ?? totals[type] ?? Bitmap()
          for entity in looked { total.remove(entity) }
          for entity in found { total.insert(entity) }
          draft.totals[type] = total
        }
      }
    }
  }
}
