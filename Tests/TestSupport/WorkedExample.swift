import Foundation
package import SegmentModel

/// An example of `Fixtures/filters/worked`: a filter, a small cast, and who is in, worked out by hand.
package struct WorkedExample: Sendable {
  package var title: String
  package var definition: JSONValue
  package var now: Instant
  package var world: OracleWorld
  /// Of contacts or, for a segment of companies, of companies, by row id.
  package var names: [Int64: String]
  /// Names of those who are in.
  package var expected: Set<String>

  /// Every example, file by file.
  /// - Throws: `WorkedExampleError` where one cannot be understood.
  package static func all() throws -> [WorkedExample] {
    let folder = Fixture.directory.appending(path: "filters/worked").path
    let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".json") }.sorted()
    return try files.flatMap { file in
      try (try Fixture.json("filters/worked/\(file)").arrayValue ?? []).map { try WorkedExample($0, of: file) }
    }
  }

  package func names(of members: Set<Int64>) -> Set<String> { Set(members.map { names[$0] ?? "#\($0)" }) }

  private init(_ json: JSONValue, of file: String) throws {
    guard let title = json["title"]?.stringValue else { throw WorkedExampleError(file, "has no title") }
    self.title = title
    let known = [
      "title", "filter", "contentType", "segment", "now", "zone", "people", "companies", "lists", "segments",
      "datetimes", "because",
    ]
    if let unknown = json.objectValue?.first(where: { !known.contains($0.key) }) {
      throw WorkedExampleError(title, "has \"\(unknown.key)\"")
    }
    guard let now = Instant(json["now"]?.stringValue ?? "2026-11-24T12:34:56Z") else {
      throw WorkedExampleError(title, "has no such now")
    }
    self.now = now
    let cast = try WorkedCast(json, now: now, of: title)
    world = cast.world
    definition = try Self.definition(json, of: title)
    let isOfCompanies = definition["contentType"]?.stringValue == "company"
    names = isOfCompanies ? cast.companies : cast.people
    expected = []
    for member in json["because"]?.objectValue ?? [] {
      guard let why = member.value.stringValue, why.hasPrefix("in: ") || why.hasPrefix("out: ") else {
        throw WorkedExampleError(title, "does not say whether \(member.key) is in or out")
      }
      if why.hasPrefix("in: ") { expected.insert(member.key) }
    }
    let told = Set((json["because"]?.objectValue ?? []).map(\.key))
    guard told == Set(names.values) else {
      throw WorkedExampleError(title, "says why of \(told.sorted()), not of \(names.values.sorted())")
    }
  }

  private static func definition(_ json: JSONValue, of title: String) throws -> JSONValue {
    let definition: JSONValue
    if let segment = json["segment"] {
      definition = segment
    } else if let filter = json["filter"] {
      definition = ["name": "S", "contentType": json["contentType"] ?? "contact", "filter": filter]
    } else {
      throw WorkedExampleError(title, "asks nothing")
    }
    guard let members = definition.objectValue else { throw WorkedExampleError(title, "asks nothing") }
    return .object(
      members.map { member in
        guard member.key == "include" || member.key == "exclude", let entries = member.value.arrayValue else {
          return member
        }
        return JSONMember(member.key, .array(entries.map(WorkedCast.namingByID)))
      })
  }
}

package struct WorkedExampleError: Error, CustomStringConvertible {
  package var description: String

  init(_ title: String, _ what: String) {
    description = "\(title): \(what)"
  }
}
