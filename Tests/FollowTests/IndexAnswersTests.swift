import FilterCompiler
import SQLiteBackend
import SegmentModel
import SegmentStore
import SegmentSync
import TestSupport
import Testing
import TrackedPropertyStore

@testable import IndexBackend

/// Previews and explanations by the live index are those of SQLite.
@Suite struct IndexAnswersTests {
  /// A bench by the index, after some random writes that the follower has taken in.
  private static func bench(_ generator: inout SplitMix64, _ people: inout RandomProfiles) throws -> FollowBench {
    let bench = try FollowBench(at: try #require(Instant("2026-03-02T12:00:00Z")), isByIndex: true)
    for _ in 0..<80 {
      try people.write(to: bench.profiles, at: bench.clock.now, using: &generator)
      bench.clock.advance(milliseconds: 1000 + generator.whole(0...400_000))
    }
    try bench.follow()
    return bench
  }

  @Test func aPreviewByTheIndexIsThatOfSQLite() throws {
    var generator = TestSeed().generator(5)
    var people = RandomProfiles()
    let bench = try Self.bench(&generator, &people)
    let service = SegmentService(store: bench.store, profiles: bench.following, clock: bench.clock)
    let saved = try service.create(["name": "gold", "contentType": "contact", "filter": FollowTests.filters[0]]).id
    var members = 0
    for filter in FollowTests.filters {
      let filters: JSONValue = ["any": [filter, ["not": FollowTests.filters[1]]]]
      for extra in [[], [JSONMember("sample", 5)], [JSONMember("against", .string(saved))]] as [[JSONMember]] {
        let body = [
          JSONMember("contentType", "contact"), JSONMember("filter", filters), JSONMember("nodes", true),
        ]
        let request = try PreviewRequest(.object(body + extra))
        let preview = try service.preview(request)
        let expected = try bench.service.preview(request)
        #expect(preview == expected, "\(filters.text)")
        members += preview.count
      }
    }
    #expect(members > 0)
  }

  @Test func anExplanationByTheIndexIsThatOfSQLite() throws {
    var generator = TestSeed().generator(6)
    var people = RandomProfiles()
    let bench = try Self.bench(&generator, &people)
    let following = try #require(bench.following as? FollowingByIndex)
    for filter in FollowTests.filters {
      let request = try PreviewRequest(["contentType": "contact", "filter": filter])
      let compiled = try bench.service.compile(request.definition)
      for contact in people.contacts.prefix(8) {
        try following.profiles.read { snapshot in
          guard try snapshot.sqlite.reader.contact(contact) != nil else { return }
          let evidence = try snapshot.evidence()
          #expect(following.profiles.evaluate(at: evidence.feedEnd) { _ in true } == true)
          let found = try Explainer(evidence, at: bench.clock.now).explain(compiled, of: contact)
          let expected = try Explainer(snapshot.sqlite, at: bench.clock.now).explain(compiled, of: contact)
          #expect(found == expected, "\(filter.text)")
        }
      }
    }
  }

  /// What has not been taken in yet is evaluated by SQLite.
  @Test func anIndexThatStandsElsewhereIsNotAsked() throws {
    var generator = TestSeed().generator(7)
    var people = RandomProfiles()
    let bench = try Self.bench(&generator, &people)
    let following = try #require(bench.following as? FollowingByIndex)
    func isAsked() throws -> Bool {
      try following.profiles.read { snapshot in
        let end = try snapshot.evidence().feedEnd
        return following.profiles.evaluate(at: end) { _ in true } ?? false
      }
    }
    #expect(try isAsked())
    let start = try bench.profiles.read { try $0.feedPosition() }
    while try bench.profiles.read({ try $0.feedPosition() }) == start {
      try people.write(to: bench.profiles, at: bench.clock.now, using: &generator)
    }
    #expect(try !isAsked())
    try bench.follow()
    #expect(try isAsked())
  }
}
