import Logging
import SegmentModel
import StrataService
import Testing

@Suite struct ConfigurationTests {
  private let settings = Settings.all(of: .ingest)

  private func read(
    _ given: [String: String] = [:], environment: [String: String] = [:], file: String? = nil
  ) throws -> Configuration {
    var given = given
    if file != nil { given["config"] = "strata.json" }
    return try Configuration(settings, given: given, environment: environment) { _ in Array((file ?? "").utf8) }
  }

  private func mistakes(
    _ given: [String: String] = [:], environment: [String: String] = [:], file: String? = nil
  ) throws -> [String] {
    let error = #expect(throws: InvalidConfiguration.self) {
      try read(given, environment: environment, file: file)
    }
    return try #require(error).mistakes
  }

  @Test func defaultsHoldWhereNothingIsGiven() throws {
    let configuration = try read()
    #expect(configuration[Settings.data] == "./data")
    #expect(configuration[Settings.host(of: .ingest)] == "127.0.0.1")
    #expect(configuration[Settings.port(of: .ingest)] == 3200)
    #expect(configuration[Settings.publicURL(of: .ingest)] == nil)
    #expect(configuration[Settings.allowKeyless] == false)
    #expect(configuration[Settings.logLevel] == .info)
    #expect(Settings.port(of: .query).defaultValue == 3300)
  }

  @Test func optionsWinOverEnvironmentAndEnvironmentOverFile() throws {
    let environment = ["STRATA_INGEST_PORT": "2"]
    let file = #"{"ingestPort": 1, "queryPort": 9}"#
    let port = Settings.port(of: .ingest)
    #expect(try read(file: file)[port] == 1)
    #expect(try read(environment: environment, file: file)[port] == 2)
    #expect(try read(["port": "3"], environment: environment, file: file)[port] == 3)
  }

  @Test func fileTakesEachKindOfValue() throws {
    let configuration = try read(
      file: """
        {"allowKeyless": true, "ingestAllowedHosts": ["a.example", "b.example"], "logLevel": "debug",
         "ingestPublicUrl": "https://Stats.Example.com:443/strata/", "queryHost": "0.0.0.0"}
        """)
    #expect(configuration[Settings.allowKeyless])
    #expect(configuration[Settings.allowedHosts(of: .ingest)] == ["a.example", "b.example"])
    #expect(configuration[Settings.logLevel] == .debug)
    #expect(configuration[Settings.publicURL(of: .ingest)]?.description == "https://stats.example.com/strata")
  }

  @Test func everyMistakeIsNamedAtOnce() throws {
    let found = try mistakes(
      ["port": "70000", "prot": "1"],
      environment: ["STRATA_INGEST_PUBLIC_URL": "ftp://x", "STRATA_METRICS_TOKEN": "short-secret"],
      file: #"{"ingestPrt": 1, "logLevel": "loud", "data": null, "allowKeyless": true, "allowKeyless": false}"#)
    let expected = [
      "unknown key \"ingestPrt\" in strata.json", "\"data\" in strata.json is null",
      "key \"allowKeyless\" stands twice", "unknown option --prot",
      "--port is \"70000\", but must be a whole number from 0 to 65535", "STRATA_INGEST_PUBLIC_URL is \"ftp://x\"",
      "\"logLevel\" in strata.json is \"loud\", but must be one of trace, debug",
      "STRATA_METRICS_TOKEN must have at least 16 characters",
    ]
    #expect(found.count == expected.count)
    for part in expected { #expect(found.contains { $0.contains(part) }, "\(part)") }
    #expect(!found.contains { $0.contains("short-secret") })
  }

  @Test func emptyVariableCountsAsAbsent() throws {
    #expect(try read(environment: ["STRATA_INGEST_PUBLIC_URL": ""])[Settings.publicURL(of: .ingest)] == nil)
  }

  @Test func strangeVariablesAreToldAndDoNotStopTheStart() throws {
    let configuration = try read(environment: ["STRATA_INGEST_PROT": "1", "STRATA_QUERY_PORT": "5", "HOME": "/"])
    #expect(configuration.unknownVariables == ["STRATA_INGEST_PROT"])
  }

  @Test func brokenFileIsNamedWithTheByte() throws {
    #expect(try mistakes(file: "{").first?.contains("strata.json is not valid JSON at byte 1") == true)
    #expect(try mistakes(file: "[]").first == "strata.json must hold one JSON object")
  }

  @Test func missingFileIsNamed() throws {
    let error = #expect(throws: InvalidConfiguration.self) {
      try Configuration(settings, given: ["config": "/nowhere/strata.json"], environment: [:])
    }
    #expect(error?.description == "/nowhere/strata.json cannot be opened: No such file or directory")
  }

  @Test(arguments: [
    "strata.example.com", "https://", "https://a b", "https://a/?q", "https://user@a", "https://a:99999",
    "https://[zz]",
  ])
  func wrongPublicURLIsRefused(_ text: String) throws {
    #expect(try mistakes(["public-url": text]).count == 1)
  }

  @Test(arguments: ["", "a:1", "a/b", "[::1]", "a b"])
  func wrongHostIsRefused(_ text: String) throws {
    #expect(try mistakes(["host": text]).count == 1)
  }

  @Test(arguments: ["::1", "0.0.0.0", "localhost", "strata.internal"])
  func hostIsTaken(_ text: String) throws {
    #expect(try read(["host": text])[Settings.host(of: .ingest)] == text)
  }
}
