import Dispatch
import Foundation
import IndexBackend
import SegmentIndex
import SegmentModel
import SegmentStore
import Synchronization
import TestSupport
import Testing
import TrackedPropertyStore

@testable import SegmentSync

/// A start from the file of the index, and from files that are of no use.
@Suite struct SavedIndexTests {
  private let start: Instant
  private let bench: FollowBench
  private let segment: String

  init() throws {
    start = try #require(Instant("2026-03-02T12:00:00Z"))
    bench = try FollowBench(at: start, isByIndex: true)
    segment = try bench.service.create([
      "name": "gold", "contentType": "contact",
      "filter": ["property": "plan", "operator": "equals", "value": "gold"],
    ]).id
  }

  private func contact(
    email: String? = nil, state: ContactState = .customer, daysAgo: Int64 = 0
  ) throws -> Int64 {
    let createdAt = start.advanced(milliseconds: -daysAgo * 86_400_000)
    let gold = StoredValue(.text("gold"), time: start, isTrusted: true)
    var properties: [ExactText: StoredValue] = ["plan": gold]
    if let email { properties["note"] = StoredValue(.text(email), time: start, isTrusted: true) }
    let id = try bench.profiles.write { [properties] transaction in
      try transaction.insertContact(ContactRecord(state: state, createdAt: createdAt, properties: properties)).id
    }.value
    try bench.follow()
    return id
  }

  private func members() throws -> [Int64] { Array(try bench.service.allMembers(of: segment).members) }

  private var path: String { bench.indexFile.path }

  private func isFromFile(_ notices: [IndexNotice]) throws -> Bool {
    guard case .loaded(_, let isFromFile, _) = try #require(notices.last) else { return false }
    return isFromFile
  }

  private func whyUnfit(_ notices: [IndexNotice]) -> String? {
    for case .unfit(_, let error) in notices { return "\(error)" }
    return nil
  }

  private func fileHolds(_ text: String) throws -> Bool {
    try Data(contentsOf: URL(filePath: path)).range(of: Data(text.utf8)) != nil
  }

  @Test func aStartGoesOnFromTheFile() throws {
    let ada = try contact()
    bench.saveIndex()
    let bob = try contact()
    let notices = try bench.restart()
    #expect(try isFromFile(notices))
    let eve = try contact()
    #expect(try members() == [ada, bob, eve])
  }

  @Test func withoutAFileTheIndexIsBuilt() throws {
    let ada = try contact()
    let notices = try bench.restart()
    #expect(try !isFromFile(notices))
    #expect(whyUnfit(notices) == nil)
    #expect(try members() == [ada])
  }

  @Test func whatHasNotChangedIsNotWrittenAgain() throws {
    _ = try contact()
    bench.saveIndex()
    try FileManager.default.removeItem(atPath: path)
    bench.saveIndex()
    #expect(!FileManager.default.fileExists(atPath: path))
    _ = try contact()
    bench.saveIndex()
    #expect(FileManager.default.fileExists(atPath: path))
  }

  @Test func aDamagedFileIsRemoved() throws {
    let ada = try contact()
    bench.saveIndex()
    var bytes = try Data(contentsOf: URL(filePath: path))
    bytes[bytes.count / 2] ^= 1
    try bytes.write(to: URL(filePath: path))
    let notices = try bench.restart()
    #expect(whyUnfit(notices) == "\(path) is damaged: the index is built anew")
    #expect(try !isFromFile(notices))
    #expect(!FileManager.default.fileExists(atPath: path))
    #expect(try members() == [ada])
  }

  @Test func aFileOfOtherProfilesIsRemoved() throws {
    _ = try contact()
    bench.saveIndex()
    let other = try FollowBench(at: start, isByIndex: true)
    try FileManager.default.createDirectory(
      atPath: (other.indexFile.path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: path, toPath: other.indexFile.path)
    #expect(whyUnfit(try other.restart()) == "it is of other profiles: the index is built anew")
  }

  /// As when `profiles.sqlite` comes from a backup, and the file does not.
  @Test func aFileThatIsAheadOfTheProfilesIsRemoved() throws {
    let database = bench.profiles
    let ahead = ProfileIndex()
    try FileManager.default.createDirectory(
      atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    let (instance, position) = try database.read { (try $0.instance(), try $0.feedPosition()) }
    try ahead.write(to: path, position: position + 1, instance: instance)
    #expect(whyUnfit(try bench.restart()) == "it is newer than profiles.sqlite: the index is built anew")
    try ahead.write(to: path, position: position, instance: instance)
    #expect(whyUnfit(try bench.restart()) == nil)
  }

  @Test func nothingOfWhoWasErasedStaysInFiles() throws {
    let ada = try contact(email: "ada@example.com")
    let bob = try contact()
    bench.saveIndex()
    #expect(try fileHolds("ada@example.com"))
    try bench.profiles.eraseContact(ada)
    try bench.follow()
    #expect(!FileManager.default.fileExists(atPath: path))
    bench.saveIndex()
    #expect(try !fileHolds("ada@example.com"))
    let afterwards = try bench.restart()
    #expect(try isFromFile(afterwards))
    #expect(try contact() > bob)
    #expect(try members() == [bob, bob + 1])
  }

  /// Whatever a save that is under way has read of them.
  @Test func erasureWhileTheFileIsWrittenLeavesNothingInIt() throws {
    let index = try #require(bench.index)
    let saves = Atomic<Bool>(true)
    let ended = DispatchSemaphore(value: 0)
    for round in 0..<20 {
      let email = "ada\(round)@example.com"
      let ada = try contact(email: email)
      saves.store(true, ordering: .releasing)
      Thread.detachNewThread {
        while saves.load(ordering: .acquiring) { index.save(givesWay: round % 2 == 0) }
        ended.signal()
      }
      do {
        defer {
          saves.store(false, ordering: .releasing)
          ended.wait()
        }
        // So that the follower hears of the erasure right after other steps, behind each of which a save is due.
        _ = try bench.profiles.write { transaction in
          for _ in 0..<12 {
            _ = try transaction.insertContact(ContactRecord(state: .customer, createdAt: start, properties: [:]))
          }
        }
        try bench.profiles.eraseContact(ada)
        try bench.follow()
      }
      if FileManager.default.fileExists(atPath: path) { #expect(try !fileHolds(email), "round \(round)") }
    }
    bench.saveIndex()
    #expect(try !fileHolds("@example.com"))
  }

  @Test func nothingOfWhoIsPastTheirTimeIsInTheNextFile() throws {
    let old = try contact(email: "ada@example.com", state: .visitor, daysAgo: 40)
    let (kept, bob) = (try contact(state: .visitor, daysAgo: 20), try contact())
    bench.saveIndex()
    #expect(try fileHolds("ada@example.com"))
    #expect(try members() == [old, kept, bob])
    try bench.expireVisitors(afterDays: 30)
    try bench.follow()
    bench.saveIndex()
    #expect(try !fileHolds("ada@example.com"))
    let afterwards = try bench.restart()
    #expect(try isFromFile(afterwards))
    try bench.follow()
    #expect(try members() == [kept, bob])
  }

  /// A write of it that a crash interrupted, and an index that is turned off, which nobody tells of erasures.
  @Test func whatNobodyReadsIsRemoved() throws {
    _ = try contact()
    bench.saveIndex()
    try Data().write(to: URL(filePath: path + ".new"))
    try bench.restart()
    #expect(!FileManager.default.fileExists(atPath: path + ".new"))
    #expect(FileManager.default.fileExists(atPath: path))
    IndexedProfiles(bench.profiles, memoryLimit: 1, file: bench.indexFile).load()
    #expect(!FileManager.default.fileExists(atPath: path))
    bench.saveIndex()
    #expect(!FileManager.default.fileExists(atPath: path))
    _ = try contact()
    bench.saveIndex()
    IndexedProfiles(bench.profiles, memoryLimit: 0, file: bench.indexFile).load()
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  /// The server ended between the erasure and the next step of the follower.
  @Test func anErasureThatTheFileDoesNotKnowOfIsKeptFromTheNextOne() throws {
    let ada = try contact(email: "ada@example.com")
    bench.saveIndex()
    try bench.profiles.eraseContact(ada)
    let notices = try bench.restart()
    #expect(try isFromFile(notices))
    #expect(!FileManager.default.fileExists(atPath: path))
    try bench.follow()
    bench.saveIndex()
    #expect(try !fileHolds("ada@example.com"))
    #expect(try members() == [])
  }
}
