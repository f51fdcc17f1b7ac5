import Foundation
import SegmentModel
import TestSupport
import Testing

@testable import strata

@Suite struct DemoTests {
  @Test func theDemoIsFilledOnceAndHoldsWhatTheGuideShows() throws {
    let fixture = try CommandFixture()
    let first = fixture.run("demo", "--output", "json")
    #expect(first.status == .done, "\(first.errors)")
    #expect(try first.json()["contacts"] == 1000 && first.json()["events"] == 20_000)

    let before = fixture.run("status", "--output", "json").output
    let second = fixture.run("demo", "--output", "json")
    #expect(second.status == .done && second.output.isEmpty && second.errors.contains("nothing was done"))
    #expect(fixture.run("status", "--output", "json").output == before)

    let secret = fixture.data + "/demo.secret"
    let mode = try FileManager.default.attributesOfItem(atPath: secret)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    #expect(try String(contentsOfFile: secret, encoding: .utf8).hasPrefix("whsec_"))

    let segments = try fixture.run("segments", "list", "--output", "json").json().arrayValue ?? []
    for example in try Fixture.segments() {
      let found = segments.first {
        $0["filter"] == example.definition["filter"] && $0["contentType"] == example.definition["contentType"]
      }
      #expect(found != nil, "\(example.id)")
    }
    for name in [DemoSegments.clicked, DemoSegments.tracked, DemoSegments.march, "E-mail is set"] {
      let count = try fixture.run("segments", "count", name, "--fresh", "--output", "json").json()["count"]
      #expect((count?.integerValue ?? 0) > 10, "\(name)")
    }
  }

  @Test func aDirectoryWithOtherContactsIsLeftAsItIs() throws {
    let fixture = try CommandFixture()
    let people = try fixture.file("people.csv", "userId\n1\n")
    #expect(fixture.run("contacts", "import", people).status == .done)
    #expect(fixture.run("demo").status == .conflict)
    #expect(try fixture.run("status", "--output", "json").json()["contacts"] == 1)
  }

  @Test func thePageTalksToTheIngestServerThatIsNamed() {
    let page = DemoPage(ingest: "http://127.0.0.1:4100/")
    #expect(page.html.contains("http://127.0.0.1:4100/build/eventsWidget.bundle.js"))
    #expect(!page.html.contains("localhost:3200"))
    #expect(page.policy.contains("connect-src http://127.0.0.1:4100;"))
    #expect(DemoPage.address("http://a.example'><script>") == nil)
    #expect(DemoPage.address("http://a.example/path") == nil)
  }
}
