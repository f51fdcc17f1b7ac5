import FilterCompiler
import Foundation
import SegmentModel
import TestSupport
import Testing

/// The sentences of `Fixtures/words`, word for word. `STRATA_GOLDEN=write` writes them anew.
@Suite struct SegmentWordsTests {
  private static let files = ["operators", "dates", "events", "groups", "segments"]

  private struct Library: SegmentLibrary {
    func definition(of id: String) -> SegmentDefinition? {
      let known = ["seg_buyers": ("Buyers", "contact"), "seg_large": ("Large companies", "company")]
      guard let (name, type) = known[id] else { return nil }
      let json: JSONValue = ["name": .string(name), "contentType": .string(type), "filter": ["all": []]]
      return try? SegmentReader.read(json)
    }

    func listName(of id: String) -> String? { id == "lst_vip" ? "Very important" : nil }
  }

  private static func words() throws -> SegmentWords {
    SegmentWords(
      library: Library(),
      labels: [PropertyKey(.contact, "renewal"): "Renewal date", PropertyKey(.tracked, "theme"): "colours, or theme"],
      contacts: ["con_ann": "Ann Smith", "con_bo": "bo@example.com", "con_or": "Bo and Lea"],
      now: try #require(Instant("2026-11-24T12:34:56.789Z")))
  }

  /// A line that is a whole segment says all of it; one that is a filter says that node of contacts.
  private static func sentence(of line: String) throws -> String {
    let json = try JSONReader.read(line)
    let words = try words()
    if json["contentType"] != nil { return words.sentence(of: try SegmentReader.read(json)) }
    let definition = try SegmentReader.read(["name": "S", "contentType": "contact", "filter": json])
    return words.filterWords(of: definition).sentence(of: definition.filter)
  }

  private static func cases(of text: String) -> [String] {
    text.split(separator: "\n").map(String.init).filter { $0.hasPrefix("{") }
  }

  private static func text(of file: String) throws -> String {
    String(decoding: try Fixture.bytes("words/\(file).txt"), as: UTF8.self)
  }

  @Test(arguments: files) func sentencesAreAsWritten(file: String) throws {
    let golden = try Self.text(of: file)
    let lines = golden.split(separator: "\n", omittingEmptySubsequences: false).filter { !$0.hasPrefix("  ") }
    let printed = try lines.map { line in
      line.hasPrefix("{") ? "\(line)\n  \(try Self.sentence(of: String(line)))" : String(line)
    }.joined(separator: "\n")
    if ProcessInfo.processInfo.environment["STRATA_GOLDEN"] == "write" {
      try printed.write(
        to: Fixture.directory.appending(path: "words/\(file).txt"), atomically: true, encoding: .utf8)
    }
    #expect(Self.cases(of: golden).count > 10)
    #expect(printed == golden)
  }

  @Test func everyOperatorAndEveryPartHasASentence() throws {
    var operators: Set<String> = []
    var keys: Set<String> = []
    func collect(_ json: JSONValue) {
      for element in json.arrayValue ?? [] { collect(element) }
      for member in json.objectValue ?? [] {
        keys.insert(member.key)
        if member.key == "operator", let word = member.value.stringValue { operators.insert(word) }
        collect(member.value)
      }
    }
    for file in Self.files {
      for line in Self.cases(of: try Self.text(of: file)) { collect(try JSONReader.read(line)) }
    }
    let operatorsWithout = Operator.allCases.map(\.rawValue).filter { !operators.contains($0) }
    #expect(operatorsWithout == [])
    let partsWithout = FilterPart.allCases.map(\.rawValue).filter { !keys.contains($0) }
    #expect(partsWithout == [])
  }

  /// Two filters that differ in meaning never share a sentence, at least where only the groups differ.
  @Test func groupsAreToldApart() throws {
    let leaves = ["a", "b", "c", "d"].map { #"{"property":"\#($0)","operator":"isSet"}"# }
    var seen: [String: String] = [:]
    for outer in ["all", "any"] {
      for inner in ["all", "any"] {
        for split in 1...3 {
          let (left, right) = (leaves[..<split].joined(separator: ","), leaves[split...].joined(separator: ","))
          for text in [
            #"{"\#(outer)":[{"\#(inner)":[\#(left)]},{"\#(inner)":[\#(right)]}]}"#,
            #"{"\#(outer)":[{"not":{"\#(inner)":[\#(left)]}},{"\#(inner)":[\#(right)]}]}"#,
          ] {
            let sentence = try Self.sentence(of: text)
            #expect(seen[sentence] == nil, "\(sentence): \(text) and \(seen[sentence] ?? "")")
            seen[sentence] = text
          }
        }
      }
    }
  }

  @Test func aSentenceIsBoundedWhateverIsInIt() throws {
    let long = String(repeating: "x", count: 1000)
    let values = (0..<1000).map { "\"\($0)\(long.prefix(990))\"" }.joined(separator: ",")
    let sentence = try Self.sentence(of: #"{"property":"\#(long)","operator":"in","value":[\#(values)]}"#)
    #expect(sentence.hasSuffix("or 995 more"))
    #expect(sentence.count < 700)
  }

  @Test func eachNodeHasASentenceOfItsOwn() throws {
    let filter = try JSONReader.read(
      #"{"all":[{"company":{"property":"createdAt","operator":"isSet"}},{"event":"e","where":{"not":{"attribute":"a","operator":"isSet"}}}]}"#
    )
    let definition = try SegmentReader.read(["name": "S", "contentType": "contact", "filter": filter])
    let sentences = try Self.words().nodeSentences(of: definition)
    #expect(
      sentences.map { "\($0.key) \($0.value)" }.sorted() == [
        "/filter belongs to a company where (time of creation is set), and did e (a is not set)",
        "/filter/all/0 belongs to a company where (time of creation is set)",
        "/filter/all/0/company time of creation is set", "/filter/all/1 did e (a is not set)",
        "/filter/all/1/where a is not set", "/filter/all/1/where/not a is set",
      ])
  }
}
