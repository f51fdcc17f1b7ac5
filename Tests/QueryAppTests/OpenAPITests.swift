import HTTPTypes
import Hummingbird
import HummingbirdTesting
import SegmentModel
import StrataService
import Testing

@testable import strata_query

@Suite struct OpenAPITests {
  @Test func documentNamesEveryRouteThatAnswersAndNoOther() async throws {
    let fixture = try QueryFixture()
    let answered = Set(
      try fixture.makeServer().http.router.routes.map { "\($0.method.rawValue.lowercased()) \($0.path)" })
    let described = Set(OpenAPIOperation.all.map { "\($0.method) \($0.path)" })
    #expect(described == answered)
    #expect(OpenAPIOperation.all.count == described.count)
    try await fixture.test { client in
      let answer = try await client.with([:])(.get, "/openapi.json")
      #expect(try answer.json == OpenAPIDocument.json())
    }
  }

  @Test func everyReferenceLeadsSomewhere() throws {
    let document = try OpenAPIDocument.json()
    let references = Self.references(in: document)
    #expect(references.count > 50)
    for reference in references {
      var value: JSONValue? = document
      for part in reference.split(separator: "/").dropFirst() { value = value?[String(part)] }
      #expect(value != nil, "\(reference)")
    }
    for parameter in OpenAPIOperation.Parameter.allCases {
      #expect(document["components"]?["parameters"]?[parameter.rawValue] != nil, "\(parameter)")
    }
  }

  private static func references(in json: JSONValue) -> [String] {
    switch json {
    case .array(let elements): elements.flatMap(references)
    case .object(let members):
      members.flatMap { member in
        member.key == "$ref" ? [member.value.stringValue ?? ""] : references(in: member.value)
      }
    default: []
    }
  }
}
