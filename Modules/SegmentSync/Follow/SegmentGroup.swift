import FilterCompiler

/// Segments that are looked at together because of one kind of change: all of contacts, or all of companies.
struct SegmentGroup {
  /// Row ids, beside the plans of `plans`.
  let segments: [Int64]
  let plans: PlanGroup
  /// Of the plans, beside them.
  var fingerprints: [Int64] = []
}

/// The same kind of change concerns segments of contacts and segments of companies: places of their groups.
struct ConcernedGroups {
  var people: Int?
  var companies: Int?

  static let none = ConcernedGroups()
}
