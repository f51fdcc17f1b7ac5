package import SegmentModel
package import SegmentStore

/// What is to be changed of how long things are kept; what is absent stays.
package struct RetentionPatch: Sendable {
  package static let keys = RetentionSettings.Key.allCases.map(\.rawValue)

  /// Nil inside: the default again.
  private var days: [(key: RetentionSettings.Key, days: Int?)] = []

  /// Reads the keys of `keys`.
  package init(_ object: JSONObjectReader, _ mistakes: inout MistakeCollector) {
    for key in RetentionSettings.Key.allCases where object.has(key.rawValue) {
      if object[key.rawValue] == .null {
        days.append((key, nil))
      } else if let number = object.integer(key.rawValue, in: key.bounds, &mistakes) {
        days.append((key, number))
      }
    }
  }

  package var isEmpty: Bool { days.isEmpty }

  fileprivate func write(to writing: SegmentWriting) throws {
    for each in days { try writing.set(each.days, each.key) }
  }
}

extension SegmentService {
  package func retention() throws -> RetentionSettings { try store.read { try $0.retention() } }

  /// A running follower goes by it at its next maintenance, within ten minutes.
  package func set(_ patch: RetentionPatch) throws { try store.write { try patch.write(to: $0) } }
}

extension RetentionSettings {
  /// `{changesRetentionDays, historyRetentionDays}`.
  package var json: [JSONMember] { Key.allCases.map { JSONMember($0.rawValue, .number(Double(self[$0]))) } }
}
