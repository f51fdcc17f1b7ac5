import SegmentModel

/// Where a reader of members stands: at one version of one segment from its first page on, for 10 minutes.
struct MembersCursor {
  static let lifetime: Int64 = 600_000

  /// Row id.
  var segment: Int64
  var epoch: String
  var version: Int64
  /// Row id of the last member given out.
  var after: Int64
  /// When the first page was asked for.
  var begunAt: Instant

  var text: String { "\(segment).\(epoch).\(version).\(after).\(begunAt.milliseconds)" }

  init(segment: Int64, epoch: String, version: Int64, after: Int64 = -1, begunAt: Instant) {
    self.segment = segment
    self.epoch = epoch
    self.version = version
    self.after = after
    self.begunAt = begunAt
  }

  init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 5, let segment = Int64(parts[0]), let version = Int64(parts[2]), let after = Int64(parts[3]),
      let begunAt = Int64(parts[4])
    else { return nil }
    self.init(
      segment: segment, epoch: String(parts[1]), version: version, after: after,
      begunAt: Instant(milliseconds: begunAt))
  }
}
