import SegmentModel

/// Where a reader of members stands: at one version from its first page on, for 10 minutes.
struct MembersCursor {
  static let lifetime: Int64 = 600_000

  var epoch: String
  var version: Int64
  /// Row id of the last member given out.
  var after: Int64
  /// When the first page was asked for.
  var begunAt: Instant

  var text: String { "\(epoch).\(version).\(after).\(begunAt.milliseconds)" }

  init(epoch: String, version: Int64, after: Int64 = -1, begunAt: Instant) {
    self.epoch = epoch
    self.version = version
    self.after = after
    self.begunAt = begunAt
  }

  init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4, let version = Int64(parts[1]), let after = Int64(parts[2]), let begunAt = Int64(parts[3])
    else { return nil }
    self.init(epoch: String(parts[0]), version: version, after: after, begunAt: Instant(milliseconds: begunAt))
  }
}

/// Where a reader of changes stands: the number of the last one, and the reset after which it is counted. A plain
/// number, as a person writes it, is taken as well.
struct ChangesCursor {
  var change: Int64
  var reset: Int64?

  var text: String { reset.map { "\(change).\($0)" } ?? "\(change)" }

  init(change: Int64, reset: Int64?) {
    self.change = change
    self.reset = reset
  }

  init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), let change = Int64(parts[0]), change >= 0 else { return nil }
    if parts.count == 2 {
      guard let reset = Int64(parts[1]) else { return nil }
      self.init(change: change, reset: reset)
    } else {
      self.init(change: change, reset: nil)
    }
  }
}
