import GRDB
import SegmentModel
import Testing

@testable import TrackedPropertyStore

struct ListTests {
  private func contacts(_ count: Int, in store: TemporaryStore) throws -> [Int64] {
    try store.profiles.write { transaction in
      try (0..<count).map { _ in try transaction.insertContact(ContactRecord(createdAt: store.now)).id }
    }.value
  }

  private func entries(of list: ListRecord, _ store: TemporaryStore) throws -> [Int64] {
    try store.profiles.read { try $0.contacts(onList: list.id, limit: 10_000) }
  }

  @Test func listIsMadeWithItsContactsAndEachIsFed() throws {
    let store = try TemporaryStore()
    let people = try contacts(3, in: store)
    let position = try store.position()
    let list = try store.profiles.createList(named: "fair", contacts: [people[2], people[0], people[2]])
    #expect(list.publicID.hasPrefix("lst_") && list.name == "fair" && list.count == 2 && list.createdAt == store.now)
    #expect(try store.profiles.read { try $0.list(publicID: list.publicID) } == list)
    #expect(try entries(of: list, store) == [people[0], people[2]])
    #expect(
      try store.feed(after: position) == [
        .of(.list, people[2], item: list.id), .of(.list, people[0], item: list.id),
      ])
  }

  @Test func emptyListIsAList() throws {
    let store = try TemporaryStore()
    let list = try store.profiles.createList(named: "later", contacts: [])
    #expect(try store.profiles.read { try $0.lists(limit: 10) } == [list])
  }

  @Test func thousandsGoInAndOutInSmallTransactionsAndTheListIsSeenWhole() throws {
    let store = try TemporaryStore()
    let people = try contacts(2_500, in: store)
    let position = try store.position()
    var seen: Set<Int> = []
    // The iterator is asked for more between two transactions.
    let watched = people.lazy.map { id in
      if id % 500 == 0 { seen.insert((try? store.open().read { try $0.lists(limit: 10) })?.count ?? -1) }
      return id
    }
    let list = try store.profiles.createList(named: "all", contacts: watched)
    #expect(list.count == 2_500)
    #expect(seen == [0])
    #expect(try store.feed(after: position).count { $0.kind == .list } == 2_500)
    try store.profiles.deleteList(list.id)
    #expect(try store.profiles.read { try $0.list(publicID: list.publicID) } == nil)
    #expect(try entries(of: list, store) == [])
    #expect(try store.feed(after: position).count { $0.kind == .list } == 5_000)
    #expect(throws: ProfileStoreError.listMissing(list.id)) { try store.profiles.deleteList(list.id) }
  }

  @Test func changesPutOnAndTakeOffOnce() throws {
    let store = try TemporaryStore()
    let people = try contacts(3, in: store)
    let list = try store.profiles.createList(named: "x", contacts: people.prefix(2))
    let position = try store.position()
    let change = try store.profiles.changeList(list.id, adding: [people[1], people[2]], removing: [people[0], 999])
    #expect(change.added == 1 && change.removed == 1)
    #expect(try entries(of: list, store) == [people[1], people[2]])
    #expect(
      try store.feed(after: position) == [
        .of(.list, people[2], item: list.id), .of(.list, people[0], item: list.id),
      ])
    #expect(throws: ProfileStoreError.listMissing(7)) { try store.profiles.changeList(7, adding: people, removing: []) }
  }

  @Test func whoWasMergedMeanwhileStandsForTheWinnerAndWhoIsGoneIsPassedOver() throws {
    let store = try TemporaryStore()
    let people = try contacts(3, in: store)
    _ = try store.profiles.write { try $0.mergeContact(people[0], into: people[1]) }
    try store.profiles.eraseContact(people[2])
    let list = try store.profiles.createList(named: "x", contacts: people)
    #expect(try entries(of: list, store) == [people[1]])
  }

  @Test func mergeLeavesOneEntryOfTwo() throws {
    let store = try TemporaryStore()
    let people = try contacts(2, in: store)
    let both = try store.profiles.createList(named: "both", contacts: people)
    let loser = try store.profiles.createList(named: "loser", contacts: [people[1]])
    _ = try store.profiles.write { try $0.mergeContact(people[1], into: people[0]) }
    #expect(try entries(of: both, store) == [people[0]])
    #expect(try entries(of: loser, store) == [people[0]])
  }

  @Test func whatACrashLeftBehindIsRemovedADayLater() throws {
    let store = try TemporaryStore()
    let people = try contacts(1, in: store)
    let half = try store.profiles.write { transaction in
      let id = try transaction.insertList(named: "half", now: store.now)
      _ = try transaction.add(people, toList: id)
      return id
    }.value
    store.clock.advance(hours: 23)
    _ = try store.profiles.createList(named: "a", contacts: [])
    #expect(try store.profiles.read { try $0.contacts(onList: half, limit: 10) } == people)
    store.clock.advance(hours: 2)
    _ = try store.profiles.createList(named: "b", contacts: [])
    #expect(try store.profiles.read { try $0.contacts(onList: half, limit: 10) } == [])
    #expect(try store.profiles.read { try Int.fetchOne($0.database, sql: "SELECT count(*) FROM list") } == 2)
  }

  @Test func companyWithManyContactsIsDeletedInSmallTransactions() throws {
    let store = try TemporaryStore()
    let people = try contacts(2_001, in: store)
    let company = try store.profiles.write { transaction in
      let company = try transaction.insertCompany(CompanyRecord(createdAt: store.now, groupIDs: ["acme"])).id
      for contact in people { _ = try transaction.link(contact: contact, company: company) }
      return company
    }.value
    let position = try store.position()
    try store.profiles.deleteCompany(company)
    #expect(try store.profiles.read { try $0.company(company) } == nil)
    #expect(try store.profiles.read { try $0.companies(of: people[0]) } == [])
    let kinds = try store.feed(after: position).map(\.kind)
    #expect(kinds.count { $0 == .link } == 2_001 && kinds.last == .companyDeletion)
  }
}
