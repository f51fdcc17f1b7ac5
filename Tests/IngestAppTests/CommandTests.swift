import Testing

@testable import strata_ingest

@Suite struct CommandTests {
  @Test(arguments: [["--nonsense"], ["--port", "x"], ["--config", "/nowhere/strata.json"], ["more"]])
  func wrongUsageEndsWith2(arguments: [String]) async {
    #expect(await IngestCommand.status(of: arguments) == 2)
  }

  @Test func helpIsNoFailure() async {
    #expect(await IngestCommand.status(of: ["--help"]) == 0)
  }
}
