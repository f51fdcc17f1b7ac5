import Dispatch
import Foundation
import SegmentIndex
import SegmentModel
import Synchronization
import TrackedPropertyStore

/// Makes the index: of its file and the rest of the change feed, or of `profiles.sqlite`: events on a thread of their own
/// beside everything else, each in one read transaction, and then what the feed has told since the earlier of the two.
struct IndexLoader: Sendable {
  let database: ProfileDatabase
  /// Bytes that the index may take.
  let limit: Int
  /// Asked after some rows; the load is then given up with `CancellationError`.
  let isStopping: @Sendable () -> Bool
  /// Told how much is done, from 0 to 1.
  let report: @Sendable (Double) -> Void

  /// What a contact costs, in events.
  private static let weightOfContact = 6
  /// Rows between two looks at whether to go on.
  private static let rowsOfSlice = 4096
  private static let entriesOfBatch = 5000

  // MARK: From the file

  /// - Returns: nil where there is no file.
  /// - Throws: as `SavedIndex.read`, and as `build`.
  func read(_ file: SavedIndex) throws -> LoadedIndex? {
    let read = try file.read(of: database) { done in
      if isStopping() { throw CancellationError() }
      report(done * Self.shareOfFile)
    }
    guard let read else { return nil }
    try IndexTooLarge.check(read.index.byteCount, limit: limit)
    return try catchUp(read, after: Self.shareOfFile)
  }

  /// How much of the progress the file is; the rest is what came after it was written.
  private static let shareOfFile = 0.5

  // MARK: From SQLite

  /// - Throws: `IndexError`, `IndexTooLarge`, `CancellationError`, `ProfileStoreError`.
  func build() throws -> LoadedIndex {
    let status = try database.read { try $0.status() }
    let progress = LoadProgress(total: status.contacts * Self.weightOfContact + status.events, report)
    let events = LoadThread("index-events") { try loadEvents(progress) }
    let profiles = Result { try loadProfiles(progress) }
    let (others, positionOfEvents) = try events.wait()
    let (index, position) = try profiles.get()
    index.takeEvents(of: others)
    return try catchUp(LoadedIndex(index: index, position: min(position, positionOfEvents)), after: 1)
  }

  private func loadEvents(_ progress: LoadProgress) throws -> (ProfileIndex, position: Int64) {
    let index = ProfileIndex()
    let position = try database.read { reader in
      let position = try reader.feedPosition()
      var count = 0
      try reader.eachEvent { event in
        try index.append(event)
        count += 1
        if count.isMultiple(of: Self.rowsOfSlice) { try goOn(index) { progress.add(Self.rowsOfSlice) } }
      }
      return position
    }
    return (index, position)
  }

  private func loadProfiles(_ progress: LoadProgress) throws -> (ProfileIndex, position: Int64) {
    let index = ProfileIndex()
    let position = try database.read { reader in
      let position = try reader.feedPosition()
      try reader.eachCompany { try index.put($0) }
      var count = 0
      try reader.eachContact { contact in
        try index.put(contact)
        count += 1
        if count.isMultiple(of: Self.rowsOfSlice) {
          try goOn(index) { progress.add(Self.rowsOfSlice * Self.weightOfContact) }
        }
      }
      try loadFormerIDs(index, reader)
      try reader.eachLink { try index.link(contact: $0, company: $1) }
      try reader.eachListEntry { try index.setEntry(of: $1, in: $0, to: true) }
      return position
    }
    return (index, position)
  }

  /// Those of one contact stand together.
  private func loadFormerIDs(_ index: ProfileIndex, _ reader: ProfileReader) throws {
    var (winner, ids): (Int64, [String]) = (0, [])
    try reader.eachMergedContact { id, other in
      if other != winner, !ids.isEmpty {
        try index.setFormerPublicIDs(ids, of: winner)
        ids = []
      }
      winner = other
      ids.append(id)
    }
    if !ids.isEmpty { try index.setFormerPublicIDs(ids, of: winner) }
  }

  // MARK: What came since

  /// - Parameter share: how much of the progress was reported.
  private func catchUp(_ start: LoadedIndex, after share: Double) throws -> LoadedIndex {
    var loaded = start
    while true {
      let (values, next, end) = try database.read { reader in
        let entries = try reader.feed(after: loaded.position, limit: Self.entriesOfBatch)
        return (try FeedValues(of: entries, in: reader), entries.last?.position, try reader.feedPosition())
      }
      guard let next else { return loaded }
      for write in values.writes { try write(loaded.index) }
      loaded.position = next
      if values.areOfErased { loaded.savedPosition = nil }
      let (done, total) = (Double(next - start.position), Double(end - start.position))
      try goOn(loaded.index) { report(share + (1 - share) * done / max(total, 1)) }
    }
  }

  private func goOn(_ index: ProfileIndex, _ report: () -> Void) throws {
    if isStopping() { throw CancellationError() }
    try IndexTooLarge.check(index.byteCount, limit: limit)
    report()
  }
}

/// An index and how far it has taken in the change feed.
struct LoadedIndex {
  let index: ProfileIndex
  var position: Int64
  /// The position of the file, where it was read from one; nil too where that holds someone who was erased since.
  var savedPosition: Int64?
  var isFromFile = false
}

/// How much of a load is done.
private final class LoadProgress: Sendable {
  private let done = Atomic<Int>(0)
  private let total: Int
  private let report: @Sendable (Double) -> Void

  init(total: Int, _ report: @escaping @Sendable (Double) -> Void) {
    self.total = max(total, 1)
    self.report = report
  }

  func add(_ count: Int) {
    let done = done.add(count, ordering: .relaxed).newValue
    report(min(Double(done) / Double(total), 1))
  }
}

/// Something done on a thread of its own, and waited for once.
///
/// `@unchecked Sendable`: the result is written before the semaphore is signalled and read after it was waited for.
private final class LoadThread<Success>: @unchecked Sendable {
  private var result: Result<Success, any Error>?
  private let ended = DispatchSemaphore(value: 0)

  init(_ name: String, _ body: @escaping @Sendable () throws -> Success) {
    let thread = Thread { [self] in
      result = Result { try body() }
      ended.signal()
    }
    thread.name = name
    thread.start()
  }

  func wait() throws -> Success {
    ended.wait()
    guard let result else { throw CancellationError() }
    return try result.get()
  }
}
