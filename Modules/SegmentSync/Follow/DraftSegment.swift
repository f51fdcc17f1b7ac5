import SegmentModel
import SegmentStore

/// One segment of a draft.
struct DraftSegment {
  /// Where everyone was looked at: the members found, before `flips`.
  private(set) var found: Bitmap?
  /// Whether those whose membership changed are members now.
  private(set) var flips: [Int64: Bool] = [:]
  /// How many more members there are for `flips`.
  private var gain = 0

  struct Change {
    var entity: Int64
    var kind: MembershipChangeKind
    var cause: ChangeCause
    var at: Instant
  }

  private(set) var changes: [Change] = []
  private(set) var isReset = false
  var built: SegmentUpdate.Built?
  var failure: String?

  func contains(_ entity: Int64, of segment: FollowedSegment) -> Bool {
    flips[entity] ?? (found ?? segment.members).contains(entity)
  }

  func members(of segment: FollowedSegment) -> Bitmap {
    var members = found ?? segment.members
    apply(to: &members)
    return members
  }

  func count(of segment: FollowedSegment) -> Int {
    (found ?? segment.members).count + gain
  }

  /// Brings the members that were before the step to what they are after it.
  func adopt(into members: inout Bitmap) {
    if let found { members = found }
    apply(to: &members)
  }

  private func apply(to members: inout Bitmap) {
    for (entity, isMember) in flips {
      if isMember { members.insert(entity) } else { members.remove(entity) }
    }
  }

  /// - Parameter isMember: which it was not.
  mutating func flip(_ entity: Int64, isMember: Bool, _ cause: ChangeCause, at instant: Instant) {
    tell(entity, isMember ? .entered : .left, cause, at: instant)
    flips[entity] = isMember
    gain += isMember ? 1 : -1
  }

  mutating func tell(_ entity: Int64, _ kind: MembershipChangeKind, _ cause: ChangeCause, at instant: Instant) {
    // Of one and the same the later change is told later.
    let last = flips[entity] == nil ? nil : changes.last { $0.entity == entity }?.at
    changes.append(Change(entity: entity, kind: kind, cause: cause, at: max(instant, last ?? instant)))
  }

  /// By the time at which they happened.
  var changesInOrder: [Change] {
    changes.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
  }

  mutating func replace(by members: Bitmap) {
    found = members
    flips = [:]
    gain = 0
  }

  /// The members are taken anew, not told one by one.
  mutating func reset() {
    isReset = true
    changes = []
  }
}
