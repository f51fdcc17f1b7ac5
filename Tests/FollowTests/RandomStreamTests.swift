import SegmentModel
import SegmentStore
import SegmentSync
import TestSupport
import Testing
import TrackedPropertyStore

/// A random stream of everything that can happen, through the real ingest into the real stores, followed step by step:
/// after each batch the members of 200 segments are those that the naive oracle finds, and at every version seen count,
/// members, and snapshot with changes are the same.
///
/// 50,000 operations with `STRATA_LONG`; `STRATA_SEED` repeats a run but for the ids that the store makes.
@Suite struct RandomStreamTests {
  private static let segments = 200
  private static let operations = TestSeed.isLong ? 50_000 : 5000

  /// Most by the live index, which the query server follows by; SQLite is slower at it.
  private static func operations(isByIndex: Bool) -> Int { isByIndex ? operations * 4 / 5 : operations / 5 }

  private static let everyKindOfNode = FilterSubset(parts: Set(FilterPart.allCases), operators: [])

  @Test(arguments: [true, false]) func membersAreThoseOfTheOracleAtEveryVersion(isByIndex: Bool) async throws {
    let seed = TestSeed()
    var stream = try RandomStream(seed, isByIndex: isByIndex, segments: Self.segments)
    let operations = Self.operations(isByIndex: isByIndex)
    while stream.operations < operations {
      try await stream.takeBatch()
      guard stream.disagreements.isEmpty else { break }
    }
    #expect(stream.disagreements == [])
    let summary = stream.summary
    print(summary)
    #expect(stream.tally.neverTelling(of: Self.everyKindOfNode) == [])
    #expect(stream.changedSegments >= Self.segments * 2 / 3, "\(summary)")
    #expect(stream.replica.changes > operations && stream.replica.askedAgain > 0)
    #expect(Set(stream.replica.changesByCause.keys).isSuperset(of: [.event, .property, .time, .edit, .merged, .list]))
  }
}
