import Foundation
import SegmentModel
import TestSupport
import Testing
import TrackedPropertyStore

@testable import strata

@Suite struct ImportCommandTests {
  private static let table = "number;email;plan\n7;a@example.com;team\n8;b@example.com;free\n"

  @Test func aDryRunSaysWhatWouldHappenAndKeepsNothing() throws {
    let fixture = try CommandFixture()
    let path = try fixture.file("people.csv", Self.table)
    let arguments = ["contacts", "import", path, "--id-column", "number", "--output", "json"]
    let dry = fixture.run(arguments + ["--dry-run", "--data", fixture.data])
    #expect(try dry.json()["created"] == 2 && dry.json()["dryRun"] == true)
    #expect(fixture.run("contacts", "list", "--output", "json").output == "[]\n")
    let real = fixture.run(arguments + ["--data", fixture.data])
    #expect(try real.json()["created"] == 2 && real.json()["dryRun"] == false)
    let contact = try fixture.run("contacts", "show", "userId:7", "--output", "json").json()
    #expect(contact["properties"]?["plan"] == "team")
    #expect(contact["state"] == "customer")
  }

  @Test func linesFromStandardInputAreImported() throws {
    let fixture = try CommandFixture()
    let lines = """
      {"userId": "1", "email": "a@example.com", "score": 5}
      {"identities": [{"type": "email", "value": "B@Example.com"}], "properties": {"city": "Oslo"}}
      """
    let run = fixture.run("contacts", "import", "-", "--format", "ndjson", "--output", "json", input: lines)
    #expect(run.status == .done, "\(run.errors)")
    #expect(run.errors.isEmpty, "progress is for terminals")
    #expect(try run.json()["rows"] == 2)
    let contact = try fixture.run("contacts", "show", "email:b@example.com", "--output", "json").json()
    #expect(contact["properties"]?["city"] == "Oslo")
  }

  @Test func rowsThatCannotBeTakenAreToldAndTheOthersAreTaken() throws {
    let fixture = try CommandFixture()
    let path = try fixture.file("people.csv", "userId,email\n1,a@example.com\n2,b@example.com,too,many\n")
    let run = fixture.run("contacts", "import", path, "--output", "json")
    #expect(run.status == .invalidInput)
    #expect(try run.json()["created"] == 1 && run.json()["rejected"] == 1)
    #expect(run.errors.contains("row 3: ") && run.errors.contains("(badRow)"))
  }

  @Test func aTableWithoutAnIdentifierIsRefused() throws {
    let fixture = try CommandFixture()
    let path = try fixture.file("people.csv", "city\nOslo\n")
    let run = fixture.run("contacts", "import", path)
    #expect(run.status == .invalidInput && run.errors.contains("no column identifies"))
  }

  @Test func columnsAreMappedByTheirSpellingOrByHand() throws {
    let fixture = try CommandFixture()
    let path = try fixture.file(
      "people.csv", "Customer No\tE-Mail\tFirst Name\tTown\n'7'\tA@Example.com\tAnn\tUlm\n")
    let arguments = [
      "contacts", "import", path, "--id-column", "Customer No", "--map", "Town=city", "--output", "json",
    ]
    let dry = fixture.run(arguments + ["--dry-run", "--data", fixture.data])
    #expect(dry.errors.contains(#"column "First Name" is firstName"#) && dry.errors.contains(#""E-Mail" is email"#))
    #expect(fixture.run(arguments + ["--data", fixture.data]).status == .done)
    let contact = try fixture.run("contacts", "show", "email:a@example.com", "--output", "json").json()
    #expect(contact["properties"]?["firstName"] == "Ann" && contact["properties"]?["city"] == "Ulm")
    #expect(fixture.run("contacts", "import", path, "--map", "Nowhere=x").status == .invalidInput)
    #expect(fixture.run("contacts", "import", path, "--map", "Nowhere").status == .wrongUsage)
  }

  @Test func refusedRowsAreAFileThatCanBeMendedAndTaken() throws {
    let fixture = try CommandFixture()
    let path = try fixture.file("people.csv", "userId,note\n1,=a\n2,'=b,too,many\n3,c\n")
    let refused = fixture.directory.path(of: "refused.csv")
    let run = fixture.run("contacts", "import", path, "--rejected", refused, "--output", "json")
    #expect(run.status == .invalidInput)
    #expect(try run.json()["rejectedByCode"] == ["badRow": 1])
    let text = try String(contentsOfFile: refused, encoding: .utf8)
    let why = "the row has 4 cells, but there are 2 columns"
    #expect(text == "strata:row,strata:code,strata:why,userId,note\n3,badRow,\"\(why)\",2,'=b,too,many\n")
    #expect(fixture.run("contacts", "import", path, "--rejected", refused).status == .conflict)
    let mended = try fixture.file("mended.csv", text.replacing(",too,many", with: ""))
    #expect(fixture.run("contacts", "import", mended).status == .done)
    let contact = try fixture.run("contacts", "show", "userId:2", "--output", "json").json()
    #expect(contact["properties"]?["note"] == "=b")
    #expect(contact["properties"]?["strata:why"] == nil)
  }

  @Test func refusedLinesKeepWhatTheyAre() throws {
    let fixture = try CommandFixture()
    let path = try fixture.file("people.ndjson", "{\"userId\": true, \"a\": 1}\n{\"userId\"\n")
    let refused = fixture.directory.path(of: "refused.ndjson")
    #expect(fixture.run("contacts", "import", path, "--rejected", refused).status == .invalidInput)
    let lines = try String(contentsOfFile: refused, encoding: .utf8).split(separator: "\n").map {
      try JSONReader.read(String($0))
    }
    #expect(lines.map { $0["strata:code"] } == ["badIdentifier", "badRow"])
    #expect(lines[0]["a"] == 1 && lines[0]["userId"] == true)
    #expect(lines[1]["line"] == "{\"userId\"" && lines[1]["strata:row"] == 2)
  }

  /// `printf 'userId\\n1\\n2\\n' | gzip -n`
  private static let compressed: [UInt8] = [
    0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0xFF, 0x2B, 0x2D, 0x4E, 0x2D, 0xF2, 0x4C, 0xE1, 0x32, 0xE4,
    0x32, 0xE2, 0x02, 0x00, 0xFA, 0xE1, 0xEE, 0x41, 0x0B, 0x00, 0x00, 0x00,
  ]

  @Test func compressedFileIsReadAsItIs() throws {
    let fixture = try CommandFixture()
    let path = fixture.directory.path(of: "people.csv.gz")
    try Data(Self.compressed).write(to: URL(filePath: path))
    let run = fixture.run("contacts", "import", path, "--output", "json")
    #expect(try run.json()["created"] == 2, "\(run.errors)")
    try Data(Self.compressed.dropLast(9)).write(to: URL(filePath: path))
    let damaged = fixture.run("contacts", "import", path)
    #expect(damaged.status == .invalidInput && damaged.errors.contains("damaged gzip"))
  }

  @Test func messagesOfTheTrackingAPIAreImportedOnce() throws {
    let fixture = try CommandFixture()
    let lines = """
      {"type": "identify", "userId": "1", "traits": {"plan": "pro"}, "messageId": "a"}
      {"type": "track", "userId": "1", "event": "bought", "messageId": "b", "timestamp": "2020-01-01T00:00:00Z"}
      {"type": "group", "userId": "1", "groupId": "acme"}
      {"type": "nothing", "userId": "1"}
      nothing
      """
    let path = try fixture.file("messages.ndjson", lines)
    let arguments = ["contacts", "import", path, "--format", "tracking", "--output", "json", "--data", fixture.data]
    let run = fixture.run(arguments)
    #expect(try run.json()["rejectedByCode"] == ["badRow": 1, "unknownType": 1], "\(run.errors)")
    #expect(try run.json()["created"] == 1)
    #expect(try fixture.run(arguments).json()["unchanged"] == 3)
    let events = try fixture.run("events", "list", "--output", "json").json().arrayValue
    #expect(events?.map { $0["time"] } == ["2020-01-01T00:00:00.000Z"])
    #expect(try fixture.run("companies", "show", "groupId:acme", "--output", "json").json()["id"] != nil)
  }

  /// A row that cannot be read ends an import; what is before it stays.
  @Test func interruptedImportGoesOnWhereItWas() throws {
    let fixture = try CommandFixture()
    let good = (1...2500).map { #"{"type": "track", "userId": "u\#($0 % 50)", "event": "e"}"# }.joined(separator: "\n")
    let path = fixture.directory.path(of: "messages.ndjson")
    try Data((good + "\n").utf8).write(to: URL(filePath: path))
    let workspace = try Workspace(path: fixture.data, creating: true, clock: fixture.clock)
    // As after an end without warning: written so far, and kept with it.
    let input = try ImportInput(path, console: .ofProcess)
    let place = "import.contacts.\(try #require(input.identity))"
    _ = try workspace.profiles.write { try $0.set("2000", setting: place) }
    let arguments = ["contacts", "import", path, "--format", "tracking", "--output", "json", "--data", fixture.data]
    let resumed = fixture.run(arguments + ["--resume"])
    #expect(try resumed.json()["rows"] == 500 && resumed.json()["after"] == 2000, "\(resumed.errors)")
    #expect(try workspace.profiles.read { try $0.status().events } == 500)
    #expect(try workspace.profiles.read { try $0.setting(place) } == nil)
    let again = fixture.run(arguments + ["--resume"])
    #expect(again.status == .notFound && again.errors.contains("No import of this file"), "\(again.errors)")
    #expect(try workspace.profiles.read { try $0.status().events } == 500, "nothing is taken twice")
    #expect(fixture.run("contacts", "import", "-", "--format", "csv", "--resume").status == .wrongUsage)
    #expect(
      fixture.run("contacts", "import", path, "--format", "tracking", "--resume", "--list", "x").status == .wrongUsage)
  }

  /// The file is known by its path, size and time of change.
  @Test func fileThatIsNotTheInterruptedOneIsNotResumed() throws {
    let fixture = try CommandFixture()
    let path = try endless(fixture)
    let never = fixture.run("contacts", "import", path, "--resume")
    #expect(never.status == .notFound && never.errors.contains("without --resume"), "\(never.errors)")
    #expect(fixture.run("contacts", "list", "--output", "json").output == "[]\n")
    #expect(fixture.run("contacts", "import", path).status == .invalidInput, "it is interrupted")
    let moved = fixture.directory.path(of: "moved.csv")
    try FileManager.default.copyItem(atPath: path, toPath: moved)
    #expect(fixture.run("contacts", "import", moved, "--resume").status == .notFound)
    let resumed = fixture.run("contacts", "import", path, "--resume")
    #expect(resumed.status == .invalidInput && resumed.errors.contains("closing quote"))
    try FileManager.default.setAttributes([.modificationDate: Date(timeIntervalSince1970: 1)], ofItemAtPath: path)
    #expect(fixture.run("contacts", "import", path, "--resume").status == .notFound)
  }

  /// Whatever the millisecond in which each line is read.
  @Test func messageThatStoresAnEventSaysSomethingNew() throws {
    let fixture = try CommandFixture()
    let time = #""timestamp": "2020-01-01T00:00:00Z""#
    let lines = (1...5).map { #"{"type": "track", "userId": "1", "event": "e", "messageId": "m\#($0)", \#(time)}"# }
    let path = try fixture.file("events.ndjson", lines.joined(separator: "\n"))
    let arguments = ["contacts", "import", path, "--format", "tracking", "--output", "json", "--data", fixture.data]
    for options in [["--dry-run"], []] {
      let report = try fixture.run(arguments + options).json()
      #expect(report["created"] == 1 && report["updated"] == 4 && report["unchanged"] == 0, "\(report)")
    }
    for options in [["--dry-run"], []] {
      let report = try fixture.run(arguments + options).json()
      #expect(report["created"] == 0 && report["updated"] == 0 && report["unchanged"] == 5, "\(report)")
    }
  }

  @Test func messageThatChangesACompanySaysSomethingNew() throws {
    let fixture = try CommandFixture()
    let lines = ["{}", #"{"plan": "pro"}"#, #"{"plan": "pro"}"#, "{}"].map {
      #"{"type": "group", "userId": "1", "groupId": "acme", "traits": \#($0)}"#
    }
    let path = try fixture.file("groups.ndjson", lines.joined(separator: "\n"))
    let report = try fixture.run("contacts", "import", path, "--format", "tracking", "--output", "json").json()
    #expect(report["created"] == 1 && report["updated"] == 1 && report["unchanged"] == 2, "\(report)")
  }

  /// A table whose last row has no end, so that an import of it ends early.
  private func endless(_ fixture: CommandFixture) throws -> String {
    let rows = (1...1500).map { "u\($0),x" }.joined(separator: "\n")
    return try fixture.file("people.csv", "userId,note\n\(rows)\nu9,\"\(String(repeating: "y", count: 1 << 21))\n")
  }

  /// The first rows have become one property, the others would become another.
  @Test func interruptedImportDoesNotGoOnWithAnotherMap() throws {
    let fixture = try CommandFixture()
    let path = try endless(fixture)
    let arguments = ["contacts", "import", path, "--data", fixture.data]
    let (remark, text) = (["--map", "note=remark"], ["--map", "note=text"])
    #expect(fixture.run(arguments + remark).status == .invalidInput)
    for (options, difference) in [
      (text, #"was given --map "note=remark", which this one is not, and was not given --map "note=text", as this"#),
      ([], #"was given --map "note=remark", which this one is not. Give --resume the same options"#),
      (remark + ["--delimiter", ","], #"was not given --delimiter ",", as this one is. Give"#),
    ] {
      let refused = fixture.run(arguments + options + ["--resume"])
      #expect(refused.status == .conflict && refused.errors.contains(difference), "\(refused.errors)")
    }
    let resumed = fixture.run(arguments + remark + ["--resume"])
    #expect(resumed.errors.contains("closing quote"), "it goes on, to where the file breaks off")
    let anew = fixture.run(arguments + text)
    #expect(anew.errors.contains("This one begins anew") && anew.errors.contains("closing quote"))
  }

  @Test func whatIsToldOfAnImportThatFailsHasALineOfItsOwn() throws {
    let fixture = try CommandFixture()
    let run = fixture.run(["contacts", "import", try endless(fixture), "--data", fixture.data], isTerminal: true)
    let last = run.errors.split(separator: "\r").last ?? ""
    #expect(run.errors.contains("rows …") && last.hasPrefix("\u{1B}[KError: "), "\(last)")
  }

  @Test func importThatEndsEarlyKeepsHowFarItCame() throws {
    let fixture = try CommandFixture()
    let path = try endless(fixture)
    let run = fixture.run("contacts", "import", path)
    #expect(run.status == .invalidInput && run.errors.contains("closing quote"))
    let again = fixture.run("contacts", "import", path)
    #expect(again.errors.contains("was interrupted after row"))
  }
}
