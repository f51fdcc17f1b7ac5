package import SegmentModel
package import SegmentStore

/// Counts, members and changes as committed.
extension SegmentService {
  /// Members or changes a page, at most.
  package static let largestPage = 1000

  /// - Throws: `ServiceError.notFound`.
  package func segment(_ id: String) throws -> (segment: StoredSegment, usedBy: [SegmentName]) {
    try store.read { (try stored(id, $0), try $0.users(of: id)) }
  }

  /// In the order of their making.
  /// - Throws: `ServiceError.badCursor`.
  package func segments(_ query: SegmentQuery = SegmentQuery()) throws -> SegmentsPage {
    var after: Int64 = 0
    if let cursor = query.cursor {
      guard let row = Int64(cursor) else { throw ServiceError.badCursor }
      after = row
    }
    let member = try query.member.map { try rowIDs(of: $0) }
    let search = query.search?.folded
    let limit = min(max(query.limit, 1), Self.largestPage)
    return try store.read { reading in
      let point = try reading.service()
      var found: [StoredSegment] = []
      try reading.segments(of: query.contentType, after: after) { segment in
        guard search.map(segment.matches) ?? true else { return false }
        if let member {
          guard let row = segment.isPeople ? member.contact : member.company,
            try members.members(of: segment, point, reading)?.contains(row) ?? false
          else { return false }
        }
        found.append(segment)
        return found.count > limit
      }
      let page = Array(found.prefix(limit))
      return SegmentsPage(
        segments: page, users: try reading.users(),
        nextCursor: found.count > limit ? page.last.map { String($0.row) } : nil)
    }
  }

  /// - Throws: `ServiceError.notFound`.
  package func count(of id: String) throws -> SegmentCount {
    // Before the read: what is committed during it is not in it.
    let caughtUpAt = standing?.caughtUpAt
    return try store.read { reading in
      guard let segment = try reading.standing(of: id) else { throw ServiceError.notFound(id) }
      let point = try reading.service()
      return SegmentCount(
        count: segment.count, previous: segment.previous,
        total: try reading.total(of: segment.contentType), version: segment.countVersion,
        epoch: point.epoch, asOf: max(point.now, caughtUpAt ?? point.now), state: segment.state)
    }
  }

  /// A page of members by row id.
  /// - Throws: `ServiceError.notFound`, `.notBuilt`, `.badCursor`, `.gone`.
  package func members(of id: String, cursor text: String? = nil, limit: Int = 100) throws -> MembersPage {
    try store.read { reading in
      let segment = try stored(id, reading)
      let point = try reading.service()
      var cursor = MembersCursor(
        segment: segment.row, epoch: point.epoch, version: point.version, begunAt: clock.now)
      if let text {
        guard let given = MembersCursor(text), given.segment == segment.row else { throw ServiceError.badCursor }
        cursor = given
        guard cursor.epoch == point.epoch, cursor.version <= point.version,
          clock.now.milliseconds - cursor.begunAt.milliseconds <= MembersCursor.lifetime
        else { throw ServiceError.gone("The cursor has expired; begin again from the first page.") }
      }
      guard let all = try self.members(of: segment, at: cursor.version, point, reading) else {
        throw text == nil
          ? Self.missing(segment) : .gone("The members at that version are kept no longer; begin again.")
      }
      let limit = min(max(limit, 1), Self.largestPage)
      let rows = Array(all.ids(after: cursor.after).prefix(limit))
      cursor.after = rows.last ?? cursor.after
      let isMore = all.ids(after: cursor.after).first { _ in true } != nil
      return MembersPage(
        rows: rows, isPeople: segment.isPeople, nextCursor: isMore ? cursor.text : nil, version: cursor.version,
        epoch: point.epoch)
    }
  }

  /// Why a segment has no members to show.
  private static func missing(_ segment: StoredSegment) -> ServiceError {
    if case .failed(let why) = segment.state { return .failed(segment.id, why: why) }
    return .notBuilt(segment.id)
  }

  /// Every member at one version, as one value; for exports and comparisons.
  /// - Throws: `ServiceError.notFound`, `.notBuilt`.
  package func allMembers(of id: String) throws -> (members: Bitmap, version: Int64, epoch: String) {
    try store.read { reading in
      let segment = try stored(id, reading)
      let point = try reading.service()
      guard let all = try members.members(of: segment, point, reading) else { throw Self.missing(segment) }
      return (all, point.version, point.epoch)
    }
  }

  /// Entries and exits after a cursor, or after the change of a number. Without either, all that are kept since the
  /// members were last taken anew, by the first build or an edit too large to list: from those members on they lead to
  /// the present ones.
  /// - Throws: `ServiceError.notFound`, `.badCursor`, `.gone` where what follows is not all kept, or does not lead to
  ///   the members. A number says less than a cursor: that of a change before the members were taken anew is gone, the
  ///   last one too.
  package func changes(of id: String, after text: String? = nil, limit: Int = 100) throws -> ChangesPage {
    try store.read { reading in
      let segment = try stored(id, reading)
      let point = try reading.service()
      let first = try reading.firstChange(of: segment, laterThan: segment.resetVersion)
      var cursor = ChangesCursor(change: first - 1, reset: segment.resetVersion, segment: segment.row)
      if let text {
        guard let given = ChangesCursor(text), given.change <= segment.lastChange,
          given.segment ?? segment.row == segment.row
        else { throw ServiceError.badCursor }
        let isTooOld =
          given.reset.map { $0 != segment.resetVersion || given.change + 1 < first }
          ?? (given.change < first && first > 1)
        if isTooOld {
          throw ServiceError.gone(
            "The changes after that one do not lead to the members, or are not all kept; take the members, then go on "
              + "with the changes that are listed without \"after\".")
        }
        cursor.change = given.change
      }
      let changes = try reading.changes(
        of: segment.row, after: cursor.change, limit: min(max(limit, 1), Self.largestPage))
      cursor.change = changes.last?.change ?? cursor.change
      return ChangesPage(changes: changes, nextCursor: cursor.text, version: point.version, epoch: point.epoch)
    }
  }

  /// Whether a contact or company is a member; false for one that there is not.
  /// - Parameter member: its public id.
  /// - Throws: `ServiceError.notFound`, `.notBuilt`.
  package func isMember(_ member: String, of id: String) throws -> Bool {
    let rows = try rowIDs(of: member)
    return try store.read { reading in
      let segment = try stored(id, reading)
      let point = try reading.service()
      guard let all = try members.members(of: segment, point, reading) else { throw Self.missing(segment) }
      guard let row = segment.isPeople ? rows.contact : rows.company else { return false }
      return all.contains(row)
    }
  }

  private func members(
    of segment: StoredSegment, at version: Int64, _ point: ServicePoint, _ reading: SegmentReading
  ) throws -> Bitmap? {
    if version >= segment.membersVersion { return try members.members(of: segment, point, reading) }
    return try reading.members(of: segment.row, at: version)
  }

  private func rowIDs(of publicID: String) throws -> (contact: Int64?, company: Int64?) {
    try profiles.read { snapshot in
      PublicID.company.matches(publicID)
        ? (nil, try snapshot.rowID(publicID: publicID, isPeople: false))
        : (try snapshot.rowID(publicID: publicID, isPeople: true), nil)
    }
  }
}

extension StoredSegment {
  fileprivate func matches(_ search: String) -> Bool {
    definition.name.folded.scalarsContain(search) || (definition.description?.folded.scalarsContain(search) ?? false)
  }
}
