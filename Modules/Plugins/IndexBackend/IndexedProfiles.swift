import SQLiteBackend
package import SegmentIndex
import SegmentModel
import Synchronization
package import TrackedPropertyStore

/// The profiles with the live index before them.
///
/// The index is loaded once, by the thread that follows the change feed, and written by that thread alone. While it is
/// not there, and where it would take more memory than it may, SQLite evaluates. Now and then it is saved to a file.
package final class IndexedProfiles: Sendable {
  /// Where the index stands.
  package enum Standing: Sendable, Equatable {
    /// From 0 to 1.
    case loading(progress: Double)
    case live
    /// With a sentence for the operator.
    case off(why: String)
  }

  struct State {
    var index: LiveIndex?
    var standing = Standing.loading(progress: 0)
    /// Up to which the index has taken in the change feed.
    var position: Int64 = 0
    /// The end of the feed in the state of SQLite that the index is exactly; nil while it may hold more than the entries
    /// up to its position tell of, or half of that.
    var exactlyAt: Int64?
    var entriesTakenIn: Int64 = 0
    /// The position of the file.
    var savedPosition: Int64?
    /// How many erasures the index was told of: a file that was begun before one is not kept.
    var erasures = 0
  }

  let database: ProfileDatabase
  private let backend: SQLiteBackend
  let state = Mutex(State())
  /// Held by who saves.
  let saving = Mutex(())
  private let isStopping = Atomic<Bool>(false)
  private let limit: Int
  private let threads: Int
  let file: SavedIndex?
  let report: @Sendable (IndexNotice) -> Void

  /// - Parameters:
  ///   - memoryLimit: bytes that the index may take; 0: there is none.
  ///   - threads: that work on one heavy evaluation by the index.
  ///   - file: nil: it is not saved.
  ///   - report: called on the thread that loads, follows or saves; must not block.
  package init(
    _ database: ProfileDatabase, memoryLimit: Int, threads: Int = 1, file: SavedIndex? = nil,
    report: @escaping @Sendable (IndexNotice) -> Void = { _ in }
  ) {
    self.database = database
    self.file = file
    backend = SQLiteBackend(profiles: database)
    limit = memoryLimit
    self.threads = threads
    self.report = report
    if memoryLimit == 0 { state.withLock { $0.standing = .off(why: "the index is turned off") } }
  }

  package var standing: Standing { state.withLock(\.standing) }

  package func read<T: Sendable>(_ body: (IndexSnapshot) throws -> T) throws -> T {
    try backend.read { sqlite in
      // Taken after SQLite's snapshot began, the index could have taken in more than that shows, but for that both are
      // only moved on by the follower, which is who needs them alike.
      try body(IndexSnapshot(sqlite: sqlite, index: state.withLock(\.index), profiles: self))
    }
  }

  /// Loads the index. Blocks for as long as that takes; once, before the first step of the follower.
  package func load() {
    guard limit > 0 else {
      file?.remove()
      return
    }
    guard standing != .live else { return }
    let start = ContinuousClock.now
    do {
      let loader = IndexLoader(
        database: database, limit: limit, isStopping: { self.isStopping.load(ordering: .relaxed) },
        report: { progress in self.state.withLock { $0.standing = .loading(progress: progress) } })
      file?.removeUnfinished()
      let loaded = try readFile(loader) ?? loader.build()
      if loaded.savedPosition == nil { file?.remove() }
      let index = LiveIndex(loaded.index, threads: threads)
      state.withLock { state in
        state.index = index
        state.position = loaded.position
        state.exactlyAt = loaded.position
        state.savedPosition = loaded.savedPosition
        state.standing = .live
      }
      report(.loaded(index.read(\.figures), isFromFile: loaded.isFromFile, took: start.duration(to: .now)))
    } catch {
      turnOff(because: error)
    }
  }

  /// Nil where there is none that is of use; such a one is removed.
  private func readFile(_ loader: IndexLoader) throws -> LoadedIndex? {
    guard let file else { return nil }
    do {
      return try loader.read(file)
    } catch let error where error is IndexFileError || error is SavedIndexUnfit || error is IndexError {
      file.remove()
      report(.unfit(file.path, why: error))
      return nil
    }
  }

  /// Ends a load that is under way.
  package func stop() { isStopping.store(true, ordering: .relaxed) }

  /// Evaluates by the index, where it is exactly what SQLite was when its feed ended at a position; nil where it is not.
  func evaluate<T>(at feedEnd: Int64, _ body: (IndexEvaluator) throws -> T) rethrows -> T? {
    guard let index = state.withLock(\.index) else { return nil }
    // It is said not to be any more before it is changed, and nobody changes it meanwhile.
    return try index.read { state.withLock(\.exactlyAt) == feedEnd ? try body($0) : nil }
  }

  /// Brings the index up to the last of some entries of the feed, which follow on `position`.
  /// - Throws: where that can not be; the index is then off, and the step is to be taken again.
  func takeIn(
    _ entries: [ChangeFeedEntry], after position: Int64, from reader: ProfileReader, into index: LiveIndex
  ) throws {
    do {
      // The follower may have passed over some: those of before an epoch began.
      while true {
        let own = state.withLock(\.position)
        guard own < position else { break }
        let missed = try reader.feed(after: own, limit: Self.missedEntries)
        guard let first = missed.first, first.position <= position else { break }
        try apply(missed, from: reader, to: index)
      }
      let own = state.withLock(\.position)
      try apply(entries.filter { $0.position > own }, from: reader, to: index)
    } catch let error where error is IndexError || error is IndexTooLarge {
      turnOff(because: error)
      throw error
    }
  }

  private static let missedEntries = 5000

  private func apply(_ entries: [ChangeFeedEntry], from reader: ProfileReader, to index: LiveIndex) throws {
    guard let last = entries.last else { return }
    let values = try FeedValues(of: entries, in: reader)
    // Whether or not it could be told.
    defer { if values.areOfErased { forgetFile() } }
    let isWhole = try reader.feedPosition() == last.position
    state.withLock { $0.exactlyAt = nil }
    for slice in values.slices { try index.write { index in for write in slice { try write(index) } } }
    let isMemoryDue = state.withLock { state in
      state.position = last.position
      state.exactlyAt = isWhole ? last.position : nil
      let before = state.entriesTakenIn
      state.entriesTakenIn += Int64(entries.count)
      return before / Self.betweenMemoryChecks != state.entriesTakenIn / Self.betweenMemoryChecks
    }
    if isMemoryDue { try IndexTooLarge.check(index.read(\.figures.bytes), limit: limit) }
  }

  /// Entries between two looks at the memory.
  private static let betweenMemoryChecks: Int64 = 10_000

  private func turnOff(because error: any Error) {
    state.withLock { state in
      state.index = nil
      state.standing = .off(why: "\(error)")
    }
    // Nobody would tell it of erasures.
    if !(error is CancellationError) { forgetFile() }
    report(.turnedOff(why: error))
  }
}

/// What the operator may want to know of the index; for logs.
package enum IndexNotice: Sendable {
  /// - Parameter isFromFile: else it was built of `profiles.sqlite`.
  case loaded(IndexFigures, isFromFile: Bool, took: Duration)
  /// A file that could not be read, or is of no use.
  case unfit(String, why: any Error)
  case saved(took: Duration)
  /// Nothing is lost: the next start takes longer.
  case notSaved(why: any Error)
  case turnedOff(why: any Error)
}

/// The index would take more memory than it may.
package struct IndexTooLarge: Error, Sendable, CustomStringConvertible {
  var bytes: Int
  var limit: Int

  static func check(_ bytes: Int, limit: Int) throws(IndexTooLarge) {
    if bytes > limit { throw IndexTooLarge(bytes: bytes, limit: limit) }
  }

  package var description: String {
    "the live index takes \(bytes >> 20) MiB, more than the \(limit >> 20) MiB of --index-memory: SQLite evaluates "
      + "instead, which is slower"
  }
}
