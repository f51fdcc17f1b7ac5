package import FilterCompiler
package import SQLiteBackend
import SegmentIndex
package import SegmentModel

/// The profiles as a follower of the change feed and those who ask see them: what is evaluated is evaluated by the live
/// index, what is looked up is read from SQLite, in one read transaction. Without the index SQLite evaluates as well.
///
/// The index has taken in the feed at least as far as members are committed, and at most as far as SQLite shows it. The
/// apps let it meet SegmentSync's `ProfileSnapshot`.
package struct IndexSnapshot: SegmentEvaluator {
  package let sqlite: SQLiteSnapshot
  let index: LiveIndex?
  let profiles: IndexedProfiles
  private var isCancelled: @Sendable () -> Bool = { false }

  init(sqlite: SQLiteSnapshot, index: LiveIndex?, profiles: IndexedProfiles) {
    self.sqlite = sqlite
    self.index = index
    self.profiles = profiles
  }

  /// The same, but for what cancels an evaluation by the index; one in SQLite goes on to its end.
  package func unless(_ isCancelled: @escaping @Sendable () -> Bool) -> IndexSnapshot {
    var snapshot = self
    snapshot.isCancelled = isCancelled
    return snapshot
  }

  private func byIndex<T>(_ body: (IndexEvaluator) throws -> T) rethrows -> T? {
    try index?.read { try body($0.unless(isCancelled)) }
  }

  package func count(of plan: LogicalPlan, at now: Instant) throws -> Int {
    try byIndex { try $0.count(of: plan, at: now) } ?? sqlite.count(of: plan, at: now)
  }

  package func members(of plan: LogicalPlan, among candidates: [Int64]?, at now: Instant) throws -> [Int64] {
    try byIndex { try $0.members(of: plan, among: candidates, at: now) }
      ?? sqlite.members(of: plan, among: candidates, at: now)
  }

  package func counts(of group: PlanGroup, at now: Instant) throws -> [Int] {
    try byIndex { try $0.counts(of: group, at: now) } ?? sqlite.counts(of: group, at: now)
  }

  package func members(of group: PlanGroup, among candidates: [Int64], at now: Instant) throws -> [[Int64]] {
    try byIndex { try $0.members(of: group, among: candidates, at: now) }
      ?? sqlite.members(of: group, among: candidates, at: now)
  }

  package func everyone(in group: PlanGroup, at now: Instant) throws -> [Bitmap] {
    try byIndex { try $0.everyone(in: group, at: now) } ?? sqlite.everyone(in: group, at: now)
  }

  package func answers(of group: PlanGroup, listing places: Set<Int>, at now: Instant) throws -> GroupAnswers {
    try byIndex { try $0.answers(of: group, listing: places, at: now) }
      ?? sqlite.answers(of: group, listing: places, at: now)
  }

  package func loweredText(of plan: LogicalPlan, at now: Instant) throws -> String {
    try byIndex { $0.loweredText(of: plan, at: now) } ?? sqlite.loweredText(of: plan, at: now)
  }

  /// Before anything is evaluated because of entries of the feed, which follow on a position: brings what they tell of
  /// into the index.
  package func takeIn(_ entries: [ChangeFeedEntry], after position: Int64) throws {
    if let index { try profiles.takeIn(entries, after: position, from: sqlite.reader, into: index) }
  }

  package func crossings(
    of condition: SlidingCondition, among candidates: [Int64]?, after: Instant, until: Instant, limit: Int
  ) -> Crossings? {
    byIndex { $0.crossings(of: condition, among: candidates, after: after, until: until, limit: limit) }
  }

  package var tellsCrossings: Bool { index != nil }

  package var sharesScans: Bool { index != nil }

  /// What explanations are made of.
  package func evidence() throws -> IndexEvidence {
    IndexEvidence(sqlite: sqlite, profiles: profiles, feedEnd: try sqlite.feedEnd())
  }

  // MARK: What SQLite knows

  package func instance() throws -> String { try sqlite.instance() }

  package func feedEnd() throws -> Int64 { try sqlite.feedEnd() }

  package func feedStart() throws -> Int64 { try sqlite.feedStart() }

  package func feed(after position: Int64, limit: Int) throws -> [ChangeFeedEntry] {
    try sqlite.feed(after: position, limit: limit)
  }

  package func contactsWithEvents(after: Instant, until: Instant) throws -> [Int64] {
    try sqlite.contactsWithEvents(after: after, until: until)
  }

  package func nextEventTime(after: Instant) throws -> Instant? { try sqlite.nextEventTime(after: after) }

  package func describe(_ ids: [Int64], isPeople: Bool, properties: [String]) throws -> [Int64: MemberDescription] {
    try sqlite.describe(ids, isPeople: isPeople, properties: properties)
  }

  package func publicIDs(of ids: [Int64], isPeople: Bool) throws -> [Int64: String] {
    // One that is there has had its id from the beginning.
    let known = byIndex { $0.publicIDs(of: ids, isPeople: isPeople) } ?? [:]
    let others = ids.filter { known[$0] == nil }
    if others.isEmpty { return known }
    return known.merging(try sqlite.publicIDs(of: others, isPeople: isPeople)) { known, _ in known }
  }

  package func rowID(publicID: String, isPeople: Bool) throws -> Int64? {
    try sqlite.rowID(publicID: publicID, isPeople: isPeople)
  }

  package func companies(ofContacts contacts: [Int64], limit: Int) throws -> [(id: Int64, other: Int64)] {
    try sqlite.companies(ofContacts: contacts, limit: limit)
  }

  package func contacts(ofCompanies companies: [Int64], limit: Int) throws -> [(id: Int64, other: Int64)] {
    try sqlite.contacts(ofCompanies: companies, limit: limit)
  }

  package func listNames() throws -> [String: String] { try sqlite.listNames() }

  package func declarations() throws -> PropertyDeclarations { try sqlite.declarations() }

  package func workspaceZone() throws -> Zone { try sqlite.workspaceZone() }
}
