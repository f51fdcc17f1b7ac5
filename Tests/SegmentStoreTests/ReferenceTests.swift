import SegmentModel
import SegmentStore
import TestSupport
import Testing

@Suite struct ReferenceTests {
  @Test func usersOfAListAreThoseWhoseFilterNamesIt() throws {
    let directory = try TemporaryDirectory()
    let store = try SegmentStore(path: directory.path(of: "segments.sqlite"))
    let filters: [(String, Filter, JSONValue)] = [
      ("plain", .list("lst_1"), ["list": "lst_1"]),
      (
        "deep", .any([.not(.all([.list("lst_1")])), .all([])]),
        ["any": [["not": ["all": [["list": "lst_1"]]]], ["all": []]]]
      ),
      ("longer", .list("lst_11"), ["list": "lst_11"]),
    ]
    var names: [SegmentName] = []
    for (name, filter, json) in filters {
      let definition = SegmentDefinition(
        name: name, description: "not lst_11", color: "#000000", contentType: .contact, filter: filter, filterJSON: json
      )
      let stored = try store.write { try $0.insertSegment(definition, at: Instant(milliseconds: 0)) }
      names.append(SegmentName(id: stored.id, name: name))
    }
    #expect(try store.read { try $0.users(ofList: "lst_1") } == Array(names.prefix(2)))
    #expect(try store.read { try $0.users(ofList: "lst_11") } == [names[2]])
    try store.write { writing in
      let first = try #require(try writing.segment(names[0].id))
      try writing.deleteSegment(first, at: Instant(milliseconds: 1))
    }
    #expect(try store.read { try $0.users(ofList: "lst_1") } == [names[1]])
  }
}
