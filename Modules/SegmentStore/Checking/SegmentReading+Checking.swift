import Foundation
import GRDB
import SegmentModel

extension SegmentReading {
  /// What `PRAGMA integrity_check` finds, 100 problems at most. Reads the whole file, and holds up checkpoints meanwhile.
  package func integrityProblems() throws -> [String] {
    try String.fetchAll(db, sql: "PRAGMA integrity_check").filter { $0 != "ok" }
  }

  /// Whether what is stored of a segment fits together: the numbers of its changes, its snapshots, the members that they
  /// lead to, and its count. Reads every change that is kept.
  package func check(_ segment: StoredSegment) throws -> [CheckFinding] {
    var findings = try gaps(of: segment)
    let snapshots = try snapshots(of: segment, &findings)
    guard let newest = snapshots.last else {
      if segment.plan != nil, findings.allSatisfy({ $0.code != .snapshot }) {
        findings.append(CheckFinding(.snapshot, "It was built, and has no snapshot of its members."))
      }
      return findings
    }
    // What came before the members were last taken anew does not lead to them.
    let first = snapshots.first { $0.version >= segment.resetVersion } ?? newest
    var replay = Replay(from: first, following: snapshots.filter { $0.version > first.version })
    let changes = try Row.fetchCursor(
      db, sql: "SELECT * FROM change WHERE segment = ? AND change > ? ORDER BY change",
      arguments: [segment.row, first.lastChange])
    while let row = try changes.next() { replay.apply(try MembershipChange(row)) }
    replay.finish()
    findings += replay.findings
    if let count = segment.count, count != Int64(replay.members.count) {
      findings.append(
        CheckFinding(.count, "The count is \(count), and there are \(replay.members.count) members."))
    }
    return try findings + previous(of: segment)
  }

  private func gaps(of segment: StoredSegment) throws -> [CheckFinding] {
    let sql = "SELECT count(*), min(change), max(change) FROM change WHERE segment = ?"
    let row = try Row.fetchOne(db, sql: sql, arguments: [segment.row])
    let needed = try Int64.fetchOne(
      db, sql: "SELECT min(lastChange) FROM snapshot WHERE segment = ?", arguments: [segment.row])
    guard let row, let oldest = row[1] as Int64?, let last = row[2] as Int64? else {
      guard let needed, needed < segment.lastChange else { return [] }
      return [.missing(from: needed + 1, to: segment.lastChange)]
    }
    var findings: [CheckFinding] = []
    if let needed, needed + 1 < oldest, needed < segment.lastChange {
      findings.append(.missing(from: needed + 1, to: oldest - 1))
    }
    if last - oldest + 1 != row[0] as Int64 {
      let gaps = try Row.fetchAll(
        db,
        sql: """
          SELECT change + 1 AS first, (SELECT min(change) FROM change n WHERE n.segment = c.segment AND n.change > c.change)
            - 1 AS last
          FROM change c WHERE segment = ?1 AND change < ?2
            AND NOT EXISTS (SELECT 1 FROM change n WHERE n.segment = c.segment AND n.change = c.change + 1) LIMIT 10
          """,
        arguments: [segment.row, last])
      for gap in gaps { findings.append(.missing(from: gap["first"], to: gap["last"])) }
    }
    if last != segment.lastChange {
      findings.append(
        CheckFinding(.changeGap, "The last change is said to be \(segment.lastChange), and is \(last)."))
    }
    return findings
  }

  private func snapshots(of segment: StoredSegment, _ findings: inout [CheckFinding]) throws -> [KeptSnapshot] {
    let rows = try Row.fetchAll(
      db, sql: "SELECT version, lastChange, members FROM snapshot WHERE segment = ? ORDER BY version",
      arguments: [segment.row])
    var snapshots: [KeptSnapshot] = []
    for row in rows {
      let (version, data): (Int64, Data) = (row["version"], row["members"])
      do {
        snapshots.append(
          KeptSnapshot(version: version, lastChange: row["lastChange"], members: try Bitmap(bytes: [UInt8](data))))
      } catch {
        findings.append(CheckFinding(.snapshot, "The snapshot at version \(version) cannot be read: \(error)."))
      }
    }
    return snapshots
  }

  /// Where the last change of the count was by listed changes, and those are all kept.
  private func previous(of segment: StoredSegment) throws -> [CheckFinding] {
    guard let count = segment.count, let previous = segment.previous, segment.countVersion > segment.resetVersion,
      let oldest = try oldestChange(of: segment.row),
      oldest.version < segment.countVersion || oldest.change == 1
    else { return [] }
    let net = try Int64.fetchOne(
      db, sql: "SELECT sum(iif(kind = 1, 1, -1)) FROM change WHERE segment = ? AND version = ?",
      arguments: [segment.row, segment.countVersion])
    guard let net, count - net != previous else { return [] }
    return [CheckFinding(.previous, "The count before is said to be \(previous), and was \(count - net).")]
  }
}

extension CheckFinding {
  fileprivate static func missing(from first: Int64, to last: Int64) -> CheckFinding {
    CheckFinding(
      .changeGap, first == last ? "Change \(first) is missing." : "Changes \(first) to \(last) are missing.")
  }
}

/// A snapshot as it is kept.
private struct KeptSnapshot {
  var version: Int64
  var lastChange: Int64
  var members: Bitmap
}

/// Changes applied to a snapshot, one after the other, and held against the snapshots on the way.
private struct Replay {
  /// Mistakes of one kind that are told one by one.
  private static let told = 10

  private(set) var members: Bitmap
  private(set) var findings: [CheckFinding] = []
  private var following: ArraySlice<KeptSnapshot>
  private var version: Int64 = 0

  init(from first: KeptSnapshot, following: [KeptSnapshot]) {
    members = first.members
    self.following = following[...]
  }

  mutating func apply(_ change: MembershipChange) {
    while let next = following.first, next.lastChange < change.change { meet(next) }
    let isNew = change.kind == .entered ? members.insert(change.contact) : members.remove(change.contact)
    if !isNew {
      let was = change.kind == .entered ? "who was a member" : "who was no member"
      let who = change.publicID.isEmpty ? "row \(change.contact)" : change.publicID
      add(.changeRepeated, "Change \(change.change) says that \(who) \(change.kind.rawValue), \(was).")
    }
    if change.version < version {
      add(.changeOrder, "Change \(change.change) has an earlier version than the one before it.")
    }
    version = change.version
  }

  mutating func finish() {
    while let next = following.first { meet(next) }
  }

  private mutating func meet(_ snapshot: KeptSnapshot) {
    following.removeFirst()
    if snapshot.members != members {
      let count = snapshot.members.subtracting(members).count + members.subtracting(snapshot.members).count
      add(
        .snapshot,
        "The snapshot at version \(snapshot.version) differs by \(count) from the one before it with the changes "
          + "since.")
    }
    // Whoever reads members from here on begins with this one.
    members = snapshot.members
  }

  private mutating func add(_ code: CheckFinding.Code, _ detail: String) {
    if findings.count(where: { $0.code == code }) < Self.told { findings.append(CheckFinding(code, detail)) }
  }
}
