package import SegmentModel

/// How long events and visitors are kept, as the workspace sets it; for good where it sets nothing.
package struct ProfileRetention: Sendable, Equatable {
  package enum Key: String, Sendable, CaseIterable {
    /// Days after which an event is deleted, by its time.
    case events = "eventsRetentionDays"
    /// Days after which a contact that is a visitor still, and belongs to no company, is removed: after it was made, or
    /// after the last change of a property or event that it had later.
    case visitors = "visitorsRetentionDays"
  }

  package static let days = 1...36_500

  private var days: [Key: Int] = [:]

  package subscript(key: Key) -> Int? { days[key] }

  /// The instant before which what is there goes.
  func cutoff(_ key: Key, at now: Instant) -> Instant? {
    days[key].map { now.advanced(milliseconds: -Int64($0) * 86_400_000) }
  }

  /// `{eventsRetentionDays, visitorsRetentionDays}`, null for good.
  package var json: [JSONMember] {
    Key.allCases.map { JSONMember($0.rawValue, self[$0].map { .number(Double($0)) } ?? .null) }
  }
}

extension ProfileReader {
  package func retention() throws -> ProfileRetention {
    var retention = ProfileRetention()
    for key in ProfileRetention.Key.allCases {
      let days = try setting(key.rawValue).flatMap { Int($0) }
      if let days, ProfileRetention.days.contains(days) { retention.set(days, key) }
    }
    return retention
  }
}

extension ProfileRetention {
  fileprivate mutating func set(_ number: Int, _ key: Key) { days[key] = number }
}

/// What is to be changed of it; what is absent stays.
package struct ProfileRetentionPatch: Sendable {
  package static let keys = ProfileRetention.Key.allCases.map(\.rawValue)

  /// Nil inside: for good.
  private var days: [(key: ProfileRetention.Key, days: Int?)] = []

  /// Reads the keys of `keys`.
  package init(_ object: JSONObjectReader, _ mistakes: inout MistakeCollector) {
    for key in ProfileRetention.Key.allCases where object.has(key.rawValue) {
      if object[key.rawValue] == .null {
        days.append((key, nil))
      } else if let number = object.integer(key.rawValue, in: ProfileRetention.days, &mistakes) {
        days.append((key, number))
      }
    }
  }

  package var isEmpty: Bool { days.isEmpty }

  /// The ingest server goes by it from its next sweep on, within a day.
  package func write(to transaction: ProfileWriteTransaction) throws {
    for each in days { try transaction.set(each.days.map(String.init), setting: each.key.rawValue) }
  }
}
