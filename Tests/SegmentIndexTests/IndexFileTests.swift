import FilterCompiler
import Foundation
import SegmentModel
import TestSupport
import Testing

@testable import SegmentIndex

/// An index that was written and read answers as the one that was written, now and after further changes.
@Suite struct IndexFileTests {
  private static let isLong = ProcessInfo.processInfo.environment["STRATA_LONG"] != nil

  @Test func aRereadIndexAnswersAsTheOriginalAndAsTheOracle() throws {
    let seed = TestSeed()
    let directory = try TemporaryDirectory()
    for round in 0..<UInt64(Self.isLong ? 20 : 3) {
      var options = RandomWorld.Options()
      options.merges = 12
      let random = try RandomWorld(seed: seed.value &+ round, options: options)
      let donor = try RandomWorld(seed: seed.value &+ 100 &+ round).world
      let stored = try WorldInIndex(random.world)
      var settled = random
      settled.world = random.world.resolved
      var changes = RandomChanges(settled, donor: donor, index: stored.index, generator: seed.generator(31 + round))
      for _ in 0..<400 { try changes.make() }

      let path = directory.path(of: "index")
      let instance = "pro_\(round)"
      #expect(try stored.index.write(to: path, position: 1234 + Int64(round), instance: instance))
      let reread = try ProfileIndex.read(from: path)
      #expect(reread.position == 1234 + Int64(round))
      #expect(reread.instance == instance)
      try Self.expectAgreement(of: [stored.index, reread.index], with: changes.random, stream: 40 + round)

      var copy = changes
      copy.index = reread.index
      for _ in 0..<400 {
        try changes.make()
        try copy.make()
      }
      try Self.expectAgreement(of: [stored.index, reread.index], with: changes.random, stream: 60 + round)
    }
  }

  private static func expectAgreement(of indexes: [ProfileIndex], with random: RandomWorld, stream: UInt64) throws {
    let compiler = try WorldCompiler.compiler(of: random.world)
    for index in indexes {
      let verdict = try Judge(random, subset: .whole).run(filters: 100, stream: stream) { definition, now in
        let plan = try compiler.compile(try SegmentReader.read(definition)).plan
        let members = try IndexEvaluator(index).members(of: plan, among: nil, at: now)
        let oneByOne = try members.flatMap { try IndexEvaluator(index).members(of: plan, among: [$0], at: now) }
        return members == oneByOne ? Set(members) : [-1]
      }
      #expect(verdict.disagreements.isEmpty, "\(verdict)")
      #expect(index.contactCount == random.world.contacts.count)
      #expect(index.companyCount == random.world.companies.count)
      #expect(index.eventCount == random.world.events.count)
    }
  }

  /// Columns of every width, more different numbers than have codes, lists, events that came late or are gone.
  @Test func everyKindOfColumnIsRereadAsItWas() throws {
    let index = try LargeIndex.make()
    let directory = try TemporaryDirectory()
    try index.write(to: directory.path(of: "index"), position: 0, instance: "")
    let reread = try ProfileIndex.read(from: directory.path(of: "index")).index
    for index in [index, reread] {
      try index.put(LargeIndex.contact(LargeIndex.contacts + 1))
      try index.set(PropertyKey(.contact, "name"), of: 17, to: .text("name 18"))
      try index.set(PropertyKey(.contact, "score"), of: 3, to: .number(0.25))
      try index.append(LargeIndex.event(LargeIndex.events + 1, of: 5, secondsAgo: 7))
    }
    for filter in LargeIndex.filters {
      let members = try LargeIndex.members(index, filter)
      #expect(try LargeIndex.members(reread, filter) == members, "\(filter)")
      #expect(!members.isEmpty, "\(filter)")
    }
  }

  @Test func whatIsNotAnIndexIsRefused() throws {
    let directory = try TemporaryDirectory()
    let path = directory.path(of: "index")
    #expect(throws: IndexFileError.system(path: path, errno: ENOENT)) { try ProfileIndex.read(from: path) }
    try Data("contacts: none, events: none, and much more of this".utf8).write(to: URL(filePath: path))
    #expect(throws: IndexFileError.notAnIndex(path: path)) { try ProfileIndex.read(from: path) }
    try Data().write(to: URL(filePath: path))
    #expect(throws: IndexFileError.notAnIndex(path: path)) { try ProfileIndex.read(from: path) }
  }

  @Test(arguments: [IndexFile.format - 1, IndexFile.format + 1, .max])
  func aFileOfAnotherFormatIsRefused(format: UInt64) throws {
    let directory = try TemporaryDirectory()
    let path = directory.path(of: "index")
    try ProfileIndex().write(to: path, position: 0, instance: "")
    var bytes = try Data(contentsOf: URL(filePath: path))
    withUnsafeBytes(of: format.littleEndian) { bytes.replaceSubrange(8..<16, with: $0) }
    try bytes.write(to: URL(filePath: path))
    #expect(throws: IndexFileError.otherFormat(path: path, format: format)) { try ProfileIndex.read(from: path) }
  }

  @Test func aWriteThatGaveUpLeavesWhatWasThere() throws {
    let directory = try TemporaryDirectory()
    let path = directory.path(of: "index")
    try ProfileIndex().write(to: path, position: 5, instance: "old")
    let index = try LargeIndex.make()
    var frames = 0
    try index.write(to: directory.path(of: "other"), position: 6, instance: "new") {
      frames += 1
      return false
    }
    #expect(frames > 5)
    for last in [1, 2, frames] {
      var asked = 0
      let isWritten = try index.write(to: path, position: 6, instance: "new") {
        asked += 1
        return asked == last
      }
      #expect(!isWritten)
      #expect(asked == last)
      #expect(try ProfileIndex.read(from: path).position == 5)
      #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted() == ["index", "other"])
    }
    #expect(try ProfileIndex.read(from: directory.path(of: "other")).index.contactCount == index.contactCount)
  }
}
