import FilterCompiler
import Foundation
import SegmentModel
import TestSupport
import Testing

/// `docs/language.md`: its tables are those of the operator table, its examples are read by the real reader, and what
/// stands below each is what the product says. `STRATA_GOLDEN=write` writes tables and sentences anew.
@Suite struct LanguageGuideTests {
  private struct Library: SegmentLibrary {
    func definition(of id: String) -> SegmentDefinition? {
      id == "seg_buyers"
        ? try? SegmentReader.read(["name": "Buyers", "contentType": "customer", "filter": ["all": []]]) : nil
    }

    func listName(of id: String) -> String? { id == "lst_vip" ? "Very important" : nil }
  }

  private struct Example {
    var json: JSONValue
    /// The word after `json` at the opening of the block.
    var isOfCompanies: Bool

    /// Where the example is one node, a segment around it.
    func definition() throws -> SegmentDefinition {
      if json["contentType"] != nil { return try SegmentReader.read(json) }
      return try SegmentReader.read([
        "name": "S", "contentType": isOfCompanies ? "company" : "contact", "filter": json,
      ])
    }

    func sentence() throws -> String {
      let words = SegmentWords(library: Library(), now: Instant("2026-11-24T12:34:56Z") ?? Instant(milliseconds: 0))
      let definition = try definition()
      return json["contentType"] != nil
        ? words.sentence(of: definition) : words.filterWords(of: definition).sentence(of: definition.filter)
    }
  }

  private static let file = Fixture.directory.appending(path: "../docs/language.md").standardizedFileURL

  private static func lines() throws -> [String] {
    try String(contentsOf: file, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
      .map(String.init)
  }

  /// Each block of JSON with the number of the line after it.
  private static func examples(_ lines: [String]) throws -> [(example: Example, next: Int)] {
    var found: [(Example, Int)] = []
    var start: Int?
    for (index, line) in lines.enumerated() {
      if line.hasPrefix("```json") {
        start = index
      } else if line == "```", let first = start {
        let json = try JSONReader.read(lines[(first + 1)..<index].joined(separator: "\n"))
        found.append((Example(json: json, isOfCompanies: lines[first].hasSuffix("company")), index + 1))
        start = nil
      }
    }
    return found
  }

  private static func table(_ names: [String]) throws -> [String] {
    try [
      "", "| operator | label | looks at | value | if missing | erxes |", "|---|---|---|---|---|---|",
    ]
      + names.map { name in
        let row = try #require(Operator(rawValue: name)).definition
        let codes = row.erxesCodes.map { "`\($0)`" }.joined(separator: ", ")
        return "| `\(name)` | \(row.label) | \(row.view.rawValue) | \(row.shape.rawValue) "
          + "| \(row.whenMissing ? "holds" : "does not hold") | \(codes) |"
      } + [""]
  }

  @Test func tablesAndSentencesAreTheProductsOwn() throws {
    let lines = try Self.lines()
    let sentences = try Self.examples(lines).reduce(into: [Int: String]()) { $0[$1.next] = try $1.example.sentence() }
    var written: [String] = []
    var isInTable = false
    for (index, line) in lines.enumerated() {
      if line == "<!-- end -->" { isInTable = false }
      if let sentence = sentences[index], line.hasPrefix(">") {
        written.append("> \(sentence)")
      } else if !isInTable {
        written.append(line)
      }
      if line.hasPrefix("<!-- operators:") {
        written += try Self.table(line.split(separator: " ").dropFirst(2).dropLast().map(String.init))
        isInTable = true
      }
    }
    if ProcessInfo.processInfo.environment["STRATA_GOLDEN"] == "write" {
      try written.joined(separator: "\n").write(to: Self.file, atomically: true, encoding: .utf8)
    }
    let difference = zip(written, lines).first { $0 != $1 }
    #expect(difference?.0 == difference?.1)
    #expect(written.count == lines.count)
  }

  @Test func everyExampleHasItsSentence() throws {
    let lines = try Self.lines()
    let examples = try Self.examples(lines)
    #expect(examples.count > 50)
    for (example, next) in examples {
      #expect(next < lines.count && lines[next].hasPrefix(">"), "\(example.json.text)")
    }
  }

  @Test func everyOperatorHasARowAndAnExample() throws {
    let lines = try Self.lines()
    let rows = Set(
      lines.filter { $0.hasPrefix("<!-- operators:") }.flatMap { $0.split(separator: " ") }.map(String.init))
    var operators: Set<String> = []
    var keys: Set<String> = []
    func collect(_ json: JSONValue) {
      for element in json.arrayValue ?? [] { collect(element) }
      for member in json.objectValue ?? [] {
        keys.insert(member.key)
        for word in [member.value.stringValue].compactMap(\.self) where member.key == "operator" {
          operators.insert(word)
        }
        for word in ["function", "occurrence", "quantifier"] where member.key == word {
          member.value.stringValue.map { _ = keys.insert($0) }
        }
        collect(member.value)
      }
    }
    for (example, _) in try Self.examples(lines) { collect(example.json) }
    let withoutRow = Operator.allCases.map(\.rawValue).filter { !rows.contains($0) }
    #expect(withoutRow == [])
    let withoutExample = Operator.allCases.map(\.rawValue).filter { !operators.contains($0) }
    #expect(withoutExample == [])
    let parts =
      FilterPart.allCases.map(\.rawValue) + Aggregate.Function.allCases.map(\.rawValue)
      + Occurrence.allCases.map(\.rawValue) + Quantifier.allCases.map(\.rawValue)
      + ["exactly", "atLeast", "atMost", "last", "from", "to", "each", "until", "reason"]
    let partsWithout = parts.filter { !keys.contains($0) }
    #expect(partsWithout == [])
  }
}
