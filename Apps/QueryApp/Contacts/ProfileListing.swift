import Hummingbird
import SegmentModel
import SegmentStore
import SegmentSync
import StrataService
import TrackedPropertyStore

/// Which contacts or companies a caller wants to see: everyone in the order in which they came, the members of a segment,
/// or those of either in whom a text stands; of contacts, those in one state.
///
/// A search looks at as many as it has time for; its pages may be short, and the last one has no `nextCursor`.
struct ProfileListing: Sendable {
  private let ofCompanies: Bool
  private let segment: String?
  private let search: String?
  /// Nil for people in any state, and for companies.
  private let state: ContactState?
  private let limit: Int
  private let cursor: RowCursor
  private let membersCursor: String?

  /// - Throws: `InvalidInput`, `Problem` 410.
  init(_ request: Request, ofCompanies: Bool, at now: Instant) throws {
    self.ofCompanies = ofCompanies
    var query = QueryReader(request)
    segment = query.text("segment")
    search = query.text("search").flatMap { $0.isEmpty ? nil : $0 }
    state = ofCompanies ? nil : query.choice("state", of: ContactState.self)
    limit = query.limit()
    if segment == nil {
      cursor = try RowCursor.read(&query, at: now)
      membersCursor = nil
    } else {
      cursor = RowCursor(after: 0, begunAt: now)
      membersCursor = query.text("cursor")
    }
    try query.finish()
  }

  /// Blocks.
  func page(_ services: QueryServices) throws -> ListPage {
    if let segment {
      let isPeople = try services.segments.segment(segment).segment.isPeople
      if isPeople == ofCompanies {
        let pointer = JSONPointer.root.appending("segment")
        let detail = "The segment is one of \(isPeople ? "people" : "companies")."
        throw InvalidInput([InputError(pointer, .contentTypeMismatch, detail)])
      }
      return try services.members(of: segment, cursor: membersCursor, limit: limit, matching: search, in: state)
    }
    if let state { return try found(search, in: state, services) }
    return try search.map { try found($0, services) } ?? everyone(services)
  }

  private func everyone(_ services: QueryServices) throws -> ListPage {
    try services.profiles.read { profiles in
      var next = cursor
      if ofCompanies {
        let companies = try profiles.companies(after: cursor.after, limit: limit + 1)
        let page = companies.prefix(limit)
        next.after = page.last?.id ?? cursor.after
        return ListPage(data: page.map(CompanyAnswer.json), nextCursor: companies.count > limit ? next.text : nil)
      }
      let contacts = try profiles.contacts(after: cursor.after, limit: limit + 1)
      let page = contacts.prefix(limit)
      next.after = page.last?.id ?? cursor.after
      return ListPage(
        data: try page.map { try ContactAnswer.json($0, in: profiles) },
        nextCursor: contacts.count > limit ? next.text : nil)
    }
  }

  private func found(_ text: String?, in state: ContactState? = nil, _ services: QueryServices) throws -> ListPage {
    let deadline = ContinuousClock.now + RequestLimits.searchTime
    var rows: [Int64] = []
    var next: Int64? = cursor.after
    while let after = next, rows.count < limit, ContinuousClock.now < deadline {
      let room = limit - rows.count
      let slice = try services.profiles.read {
        try $0.search(text, ofCompanies: ofCompanies, in: state, after: after, limit: room)
      }
      rows += slice.found
      next = slice.last
    }
    return ListPage(
      data: try services.describe(rows, isPeople: !ofCompanies),
      nextCursor: next.map { RowCursor(after: $0, begunAt: cursor.begunAt).text })
  }
}

extension QueryServices {
  /// A page of members, each as a contact or company. Who was merged or erased since that version is left out.
  /// Blocks.
  /// - Parameters:
  ///   - search: a text that must stand in them; the page may then be short.
  ///   - state: the one in which they must be, likewise.
  func members(
    of segment: String, cursor: String?, limit: Int, matching search: String? = nil, in state: ContactState? = nil
  ) throws -> ListPage {
    let deadline = ContinuousClock.now + RequestLimits.searchTime
    var data: [JSONValue] = []
    var page = try segments.members(of: segment, cursor: cursor, limit: limit)
    while true {
      let rows = try matching(search, in: state, among: page.rows, isPeople: page.isPeople)
      data += try describe(rows, isPeople: page.isPeople)
      // Half a page is worth an answer; the rest would come by ever smaller steps.
      guard search != nil || state != nil, data.count * 2 < limit, ContinuousClock.now < deadline,
        let next = page.nextCursor
      else {
        break
      }
      page = try segments.members(of: segment, cursor: next, limit: limit - data.count)
    }
    return ListPage(
      data: data, nextCursor: page.nextCursor,
      more: MembershipController.standing(version: page.version, epoch: page.epoch))
  }

  private func matching(
    _ search: String?, in state: ContactState?, among rows: [Int64], isPeople: Bool
  ) throws -> [Int64] {
    if search == nil, state == nil { return rows }
    return try profiles.read { try $0.search(search, ofCompanies: !isPeople, in: state, among: rows) }
  }

  /// These rows as they are answered, but for those that are gone. Blocks.
  func describe(_ rows: [Int64], isPeople: Bool) throws -> [JSONValue] {
    try profiles.read { profiles in
      try rows.compactMap { row in
        isPeople
          ? try ContactAnswer.json(ofRow: row, in: profiles) : try CompanyAnswer.json(ofRow: row, in: profiles)
      }
    }
  }
}
