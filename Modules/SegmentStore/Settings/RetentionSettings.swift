import GRDB

/// How long changes and counts are kept, as the workspace sets it; in days.
package struct RetentionSettings: Sendable, Equatable {
  package enum Key: String, Sendable, CaseIterable {
    case changes = "changesRetentionDays"
    case history = "historyRetentionDays"

    package var bounds: ClosedRange<Int> {
      switch self {
      case .changes: 1...365
      case .history: 1...3660
      }
    }

    /// Where nothing is set.
    package var defaultDays: Int {
      switch self {
      case .changes: 7
      case .history: 731
      }
    }
  }

  private let days: [Key: Int]

  /// - Parameter days: what differs from the defaults, within the bounds.
  package init(_ days: [Key: Int] = [:]) { self.days = days }

  package subscript(key: Key) -> Int { days[key] ?? key.defaultDays }

  func milliseconds(_ key: Key) -> Int64 { Int64(self[key]) * 86_400_000 }
}

extension SegmentReading {
  package func retention() throws -> RetentionSettings {
    var days: [RetentionSettings.Key: Int] = [:]
    for key in RetentionSettings.Key.allCases {
      let sql = "SELECT value FROM setting WHERE key = ?"
      let text = try String.fetchOne(db.cachedStatement(sql: sql), arguments: [key.rawValue])
      days[key] = text.flatMap { Int($0) }.flatMap { key.bounds.contains($0) ? $0 : nil }
    }
    return RetentionSettings(days)
  }
}

extension SegmentWriting {
  /// - Parameter days: within the key's bounds; nil for the default.
  package func set(_ days: Int?, _ key: RetentionSettings.Key) throws {
    if let days {
      try run("INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)", [key.rawValue, String(days)])
    } else {
      try run("DELETE FROM setting WHERE key = ?", [key.rawValue])
    }
  }
}
