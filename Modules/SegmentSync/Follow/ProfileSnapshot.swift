package import FilterCompiler
package import SegmentModel

/// The profiles at one moment: the change feed up to its end and the values that belong to it, in one read
/// transaction. `SQLiteBackend` and `TrackedPropertyStore` meet it together; the app joins them.
package protocol ProfileSnapshot: SegmentEvaluator {
  /// Random id of the file, made with it: another one means that positions and row ids of before say nothing.
  func instance() throws -> String
  /// Position of the last entry that the feed ever had, kept or not; 0 where it never had one.
  func feedEnd() throws -> Int64
  /// Position of the oldest entry that is kept, one beyond the end where none is; a follower that needs older ones
  /// rebuilds.
  func feedStart() throws -> Int64
  /// Entries after a position, oldest first.
  func feed(after position: Int64, limit: Int) throws -> [ChangeFeedEntry]
  /// Called by the follower of the feed with the entries of each batch, which follow on a position, before it evaluates
  /// anything because of them: a backend with a copy of the profiles of its own brings that up to date.
  func takeIn(_ entries: [ChangeFeedEntry], after position: Int64) throws
  /// Contacts with an event in (after, until]: such events lay ahead and count from now on.
  func contactsWithEvents(after: Instant, until: Instant) throws -> [Int64]
  /// Who passes something of a sliding condition after one instant and up to another, that included.
  /// - Parameters:
  ///   - candidates: whom to look at; nil for everyone.
  ///   - limit: how many are listed at most.
  /// - Returns: nil where the backend can not tell; see `tellsCrossings`.
  func crossings(
    of condition: SlidingCondition, among candidates: [Int64]?, after: Instant, until: Instant, limit: Int
  ) throws -> Crossings?
  /// Where it does not, everyone is looked at once a second.
  var tellsCrossings: Bool { get }
  /// Whether several plans at once take about as long as one. Where they do not, whoever is in no hurry asks each in a
  /// snapshot of its own.
  var sharesScans: Bool { get }
  /// The same state, whose evaluations may end early with `EvaluationCancelled` once they are cancelled.
  /// - Parameter isCancelled: asked by several threads, often; once it says so it goes on to.
  func unless(_ isCancelled: @escaping @Sendable () -> Bool) -> Self
  /// Time of the earliest event after an instant, nil where none lies ahead.
  func nextEventTime(after: Instant) throws -> Instant?
  /// What messages say of these contacts or companies; those that are gone are left out.
  /// - Parameter ids: at most `SegmentBackendLimits.candidates`.
  func describe(_ ids: [Int64], isPeople: Bool, properties: [String]) throws -> [Int64: MemberDescription]
  /// Public ids by row id; for as long as the feed keeps the entry of their end also of those that were merged or
  /// deleted, because what is told of their leaving must name them.
  /// - Parameter ids: at most `SegmentBackendLimits.candidates`.
  func publicIDs(of ids: [Int64], isPeople: Bool) throws -> [Int64: String]
  /// Row id of the contact (or company) with this public id, after merges.
  func rowID(publicID: String, isPeople: Bool) throws -> Int64?
  /// The companies that contacts belong to, `limit` at most.
  func companies(ofContacts contacts: [Int64], limit: Int) throws -> [(id: Int64, other: Int64)]
  /// The contacts that belong to companies, `limit` at most.
  func contacts(ofCompanies companies: [Int64], limit: Int) throws -> [(id: Int64, other: Int64)]
  /// Names of lists by their public ids.
  func listNames() throws -> [String: String]
  func declarations() throws -> PropertyDeclarations
  func workspaceZone() throws -> Zone
}

/// Where snapshots come from.
package protocol ProfileSnapshots: Sendable {
  /// Blocks the calling thread; never call it from a cooperative one.
  func read<T: Sendable>(_ body: (any ProfileSnapshot) throws -> T) throws -> T
  /// Makes ready what takes long, once, on the thread of the follower before its first step. Blocks.
  func load()
  /// Another number whenever somebody has written; a few microseconds. Asked by one follower alone.
  func dataVersion() throws -> Int64
}

extension ProfileSnapshot {
  package func crossings(
    of condition: SlidingCondition, among candidates: [Int64]?, after: Instant, until: Instant, limit: Int
  ) throws -> Crossings? { nil }

  package var tellsCrossings: Bool { false }

  package var sharesScans: Bool { false }

  /// Nothing ends early.
  package func unless(_ isCancelled: @escaping @Sendable () -> Bool) -> Self { self }
}

extension ProfileSnapshots {
  /// Nothing is to be made ready.
  package func load() {}
}
