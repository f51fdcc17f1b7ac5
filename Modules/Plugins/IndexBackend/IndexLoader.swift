import Dispatch
import Foundation
import SegmentIndex
import SegmentModel
import Synchronization
import TrackedPropertyStore

/// Builds the index from `profiles.sqlite`: events on a thread of their own beside everything else, each in one read
/// transaction, and then what the change feed has told since the earlier of the two.
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

  /// - Returns: the index, and the position up to which it has taken in the feed.
  /// - Throws: `IndexError`, `IndexTooLarge`, `CancellationError`, `ProfileStoreError`.
  func load() throws -> LoadedIndex {
    let status = try database.read { try $0.status() }
    let progress = LoadProgress(total: status.contacts * Self.weightOfContact + status.events, report)
    let events = LoadThread("index-events") { try loadEvents(progress) }
    let profiles = Result { try loadProfiles(progress) }
    let (others, positionOfEvents) = try events.wait()
    let (index, position) = try profiles.get()
    index.takeEvents(of: others)
    return LoadedIndex(index: index, position: try catchUp(index, after: min(position, positionOfEvents)))
  }

  private func loadEvents(_ progress: LoadProgress) throws -> (ProfileIndex, position: Int64) {
    let index = ProfileIndex()
    let position = try database.read { reader in
      let position = try reader.feedPosition()
      var count = 0
      try reader.eachEvent { event in
        try index.append(event)
        count += 1
        if count.isMultiple(of: Self.rowsOfSlice) { try goOn(index, progress, Self.rowsOfSlice) }
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
          try goOn(index, progress, Self.rowsOfSlice * Self.weightOfContact)
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

  /// What came while the rest was loaded.
  func catchUp(_ index: ProfileIndex, after start: Int64) throws -> Int64 {
    var position = start
    while true {
      let (values, next) = try database.read { reader in
        let entries = try reader.feed(after: position, limit: Self.entriesOfBatch)
        return (try FeedValues(of: entries, in: reader), entries.last?.position)
      }
      guard let next else { return position }
      for write in values.writes { try write(index) }
      position = next
      if isStopping() { throw CancellationError() }
    }
  }

  private func goOn(_ index: ProfileIndex, _ progress: LoadProgress, _ done: Int) throws {
    if isStopping() { throw CancellationError() }
    try IndexTooLarge.check(index.byteCount, limit: limit)
    progress.add(done)
  }
}

/// An index and how far it has taken in the change feed.
struct LoadedIndex {
  let index: ProfileIndex
  let position: Int64
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
