import SegmentModel
import SegmentStore
import Synchronization

/// Members as they are now, of the segments asked for of late, so that they are not put together for every question.
final class CurrentMembers: Sendable {
  /// At a million contacts one takes up to 128 KB.
  private static let capacity = 128

  fileprivate struct Key: Hashable {
    var epoch: String
    var segment: Int64
  }

  fileprivate struct Entry {
    var version: Int64
    var members: Bitmap
    var usedAt: UInt64
  }

  fileprivate struct State {
    var entries: [Key: Entry] = [:]
    var uses: UInt64 = 0
  }

  private let state = Mutex(State())

  /// Nil before the first build.
  func members(of segment: StoredSegment, _ point: ServicePoint, _ reading: SegmentReading) throws -> Bitmap? {
    let key = Key(epoch: point.epoch, segment: segment.row)
    if let known = state.withLock({ $0.use(key, version: segment.membersVersion) }) { return known }
    guard let members = try reading.members(of: segment.row, at: point.version) else { return nil }
    state.withLock { $0.keep(members, key, version: segment.membersVersion) }
    return members
  }
}

extension CurrentMembers.State {
  fileprivate mutating func use(_ key: CurrentMembers.Key, version: Int64) -> Bitmap? {
    uses += 1
    guard let entry = entries[key], entry.version == version else { return nil }
    entries[key]?.usedAt = uses
    return entry.members
  }

  fileprivate mutating func keep(_ members: Bitmap, _ key: CurrentMembers.Key, version: Int64) {
    entries[key] = CurrentMembers.Entry(version: version, members: members, usedAt: uses)
    guard entries.count > CurrentMembers.capacity else { return }
    if let oldest = entries.min(by: { $0.value.usedAt < $1.value.usedAt }) { entries[oldest.key] = nil }
  }
}
