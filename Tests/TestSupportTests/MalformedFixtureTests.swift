import SegmentModel
import TestSupport
import Testing

/// The list of malformed segments is itself well formed.
@Suite struct MalformedFixtureTests {
  private func cases() throws -> [JSONValue] { try Fixture.json("filters/malformed.json").arrayValue ?? [] }

  @Test func thereAreAtLeastSixtyEachWithAName() throws {
    let cases = try cases()
    let names = cases.compactMap { $0["name"]?.stringValue }
    #expect(cases.count >= 60)
    #expect(Set(names).count == cases.count)
    for one in cases { #expect(one.objectValue?.map(\.key) == ["name", "segment", "pointers"]) }
  }

  @Test func everyPointerLeadsToAPlaceInItsSegment() throws {
    for one in try cases() {
      let pointers = one["pointers"]?.arrayValue?.compactMap(\.stringValue) ?? []
      #expect(!pointers.isEmpty)
      #expect(pointers == Set(pointers).sorted())
      for pointer in pointers {
        #expect(one["segment"].flatMap { value(at: pointer, in: $0) } != nil, "\(one["name"]?.text ?? "") \(pointer)")
      }
    }
  }

  @Test func readerReportsExactlyThesePointers() throws {
    for one in try cases() {
      let name = one["name"]?.text ?? ""
      let expected = one["pointers"]?.arrayValue?.compactMap(\.stringValue)
      let error = #expect(throws: InvalidInput.self, "\(name)") { try SegmentReader.read(one["segment"] ?? .null) }
      let found = Set(error?.errors.map(\.pointer.description) ?? []).sorted()
      #expect(found == expected, "\(name)")
    }
  }

  @Test func everyPartOfTheLanguageHasAMistake() throws {
    var keys: Set<String> = []
    func collect(_ json: JSONValue) {
      for element in json.arrayValue ?? [] { collect(element) }
      for member in json.objectValue ?? [] {
        keys.insert(member.key)
        collect(member.value)
      }
    }
    for one in try cases() { one["segment"].map(collect) }
    let missing = FilterPart.allCases.map(\.rawValue).filter { !keys.contains($0) }
    #expect(missing == [])
  }

  private func value(at pointer: String, in json: JSONValue) -> JSONValue? {
    pointer.split(separator: "/").reduce(json) { (json: JSONValue?, token: Substring) in
      let key = String(token.replacing("~1", with: "/").replacing("~0", with: "~"))
      guard let elements = json?.arrayValue else { return json?[key] }
      return Int(key).flatMap { elements.indices.contains($0) ? elements[$0] : nil }
    }
  }
}
