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

  /// Wherever values, names and ids stand: of two contacts of whom one goes, and of a value that is changed.
  @Test func theFileHoldsNothingThatNobodyHas() throws {
    let (index, directory) = (ProfileIndex(), try TemporaryDirectory())
    let path = directory.path(of: "index")
    let now = LargeIndex.now
    func put(_ id: Int64, _ mark: String, _ number: Double, at time: Instant) throws {
      var contact = ContactRecord(id: id, publicID: "con_\(mark)", createdAt: time)
      contact.properties = [
        "text": StoredValue(.text("text \(mark)"), time: now, isTrusted: true),
        "number": StoredValue(.number(number), time: now, isTrusted: true),
        "list": StoredValue(.list([.text("all"), .text("element \(mark)")]), time: now, isTrusted: true),
        ExactText("name \(mark)"): StoredValue(.text("all"), time: now, isTrusted: true),
      ]
      contact.tracked["tracked"] = StoredValue(.text("2026-01-01 \(mark)"), time: now, isTrusted: true)
      try index.put(contact, formerPublicIDs: ["con_former \(mark)"])
      try index.put(
        CompanyRecord(
          id: id, publicID: "com_\(mark)", createdAt: now,
          properties: ["primaryName": StoredValue(.text("company \(mark)"), time: now, isTrusted: true)]))
      for (number, name) in ["visit", "visit \(mark)"].enumerated() {
        let attributes = [
          NamedValue("page", .text("page \(mark)")), NamedValue("attribute \(mark)", .text("all")),
          NamedValue("price", .number(Double(id) * 1.7)),
        ]
        try index.append(
          EventRecord(
            id: id * 2 + Int64(number), contact: id, name: name, time: time, receivedAt: now, attributes: attributes))
      }
    }
    func count(_ bytes: some Collection<UInt8>) throws -> Int {
      try Data(contentsOf: URL(filePath: path)).ranges(of: Data(bytes)).count
    }
    func bytes(_ number: some BitwiseCopyable) -> [UInt8] { withUnsafeBytes(of: number) { Array($0) } }
    let times = [now, now.advanced(milliseconds: 777_777), now.advanced(milliseconds: 999_999)]
    try put(1, "stays", 1.25, at: times[0])
    try put(2, "goes", 2.37, at: times[1])
    try put(3, "stays too", 1.25, at: times[2])
    try index.write(to: path, position: 0, instance: "")
    #expect(try count("goes".utf8) == 14)
    #expect(try count(bytes(2.37)) == 1)
    #expect(try count(bytes(3.4)) == 1)
    #expect(try count(bytes(times[1].milliseconds)) == 2)
    let before = try count("stays".utf8)

    try index.removeContact(2)
    try index.removeCompany(2)
    try index.write(to: path, position: 0, instance: "")
    for text in ["goes", "GOES"] { #expect(try count(text.utf8) == 0) }
    for number in [2.37, 3.4, Double(times[1].milliseconds)] { #expect(try count(bytes(number)) == 0) }
    #expect(try count(bytes(times[1].milliseconds)) == 0)
    #expect(try count("stays".utf8) == before)

    // As the one that was built of those who are left, and after further changes.
    for index in [index, try ProfileIndex.read(from: path).index] {
      try index.set(PropertyKey(.contact, "text"), of: 3, to: .text("text goes"))
      try index.set(PropertyKey(.contact, "list"), of: 1, to: .list([.text("all"), .text("element goes")]))
      try index.append(
        EventRecord(
          id: 9, contact: 1, name: "visit", time: now, receivedAt: now,
          attributes: [NamedValue("page", .text("page goes"))]))
      for (filter, members) in [
        (["property": "text", "operator": "contains", "value": "goes"], [3]),
        (["property": "list", "operator": "equals", "value": "element goes"], [1]),
        (["property": "list", "operator": "equals", "value": "element stays too"], [3]),
        (["property": "list", "operator": "equals", "value": "all"], [1, 3]),
        (["property": "number", "operator": "lessThan", "value": 2], [1, 3]),
        (["property": "name goes", "operator": "isSet"], []),
        (["event": "visit", "where": ["attribute": "page", "operator": "equals", "value": "page goes"]], [1]),
        (["event": "visit", "count": ["atLeast": 2]], [1]),
        (["event": "visit", "within": ["last": "1d"]], [1]),
        (["event": "visit goes"], []),
      ] as [(JSONValue, [Int64])] {
        #expect(try LargeIndex.members(index, filter) == members, "\(filter)")
      }
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
