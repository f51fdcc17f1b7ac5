import SegmentModel
import Testing

@testable import strata

@Suite struct CommandStatusTests {
  static let missing = "seg_00000000000000000000"

  @Test(arguments: [
    (["status", "--nonsense"], CommandStatus.wrongUsage), (["nonsense"], .wrongUsage),
    (["segments", "count"], .wrongUsage),
    (["segments", "preview", "--file", "-", "--as-of", "yesterday"], .wrongUsage),
    (["contacts", "import", "people.xls"], .wrongUsage), (["contacts", "list", "--limit", "0"], .wrongUsage),
    (["demo", "--ingest-url", "javascript:alert(1)"], .wrongUsage), (["segments", "show", missing], .notFound),
    (["segments", "show", "No such name"], .notFound), (["contacts", "show", "email:a@example.com"], .notFound),
    (["contacts", "show", "con_00000000000000000000"], .notFound),
    (["webhooks", "test", "whk_00000000000000000000"], .notFound),
    (["sources", "rotate", "src_00000000000000000000"], .notFound),
    (["tokens", "revoke", "tok_00000000000000000000", "--yes"], .notFound),
    (["settings", "set", "--time-zone", "Mars/Olympus"], .invalidInput),
    (["contacts", "import", "/nowhere/people.csv"], .failed), (["status"], .done), (["segments", "list"], .done),
  ])
  func everyEndingHasItsStatus(arguments: [String], status: CommandStatus) throws {
    let fixture = try CommandFixture()
    #expect(fixture.run("settings", "set", "--time-zone", "UTC").status == .done)
    let run = fixture.run(arguments + ["--data", fixture.data])
    #expect(run.status == status, "\(arguments): \(run.errors)")
    #expect(run.errors.isEmpty == (status == .done), "\(arguments): \(run.errors)")
    if status != .done { #expect(run.output.isEmpty, "data is for standard output, errors are not") }
  }

  @Test(arguments: [
    "events tail", "backup /nowhere", "restore",
  ])
  func whatIsPlannedExistsAndSaysThatItIsNotThereYet(line: String) throws {
    let run = try CommandFixture().run(line.split(separator: " ").map(String.init))
    #expect(run.status == .failed)
    #expect(run.errors.contains("is not in this version yet"))
  }

  @Test func helpAndCompletionGoToStandardOutput() throws {
    let fixture = try CommandFixture()
    for arguments in [["--help"], ["segments", "--help"], ["--generate-completion-script", "bash"]] {
      let run = fixture.run(arguments)
      #expect(run.status == .done && !run.output.isEmpty && run.errors.isEmpty, "\(arguments)")
    }
  }

  @Test func aCommandThatOnlyReadsMakesNoDirectory() throws {
    let fixture = try CommandFixture()
    let run = fixture.run("segments", "list")
    #expect(run.status == .notFound)
    #expect(run.errors.contains(fixture.data))
  }

  @Test func theDirectoryComesFromTheEnvironmentToo() throws {
    let fixture = try CommandFixture()
    #expect(fixture.run("settings", "set", "--time-zone", "Europe/Berlin").status == .done)
    let run = fixture.run(["settings", "show", "--output", "json"], environment: ["STRATA_DATA": fixture.data])
    #expect(try run.json()["timeZone"] == "Europe/Berlin")
  }
}
