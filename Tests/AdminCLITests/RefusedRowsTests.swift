import Foundation
import SegmentModel
import TestSupport
import Testing

@testable import strata

/// The file of rows that were not taken: what was refused stands there as it stood, and is refused until it is mended.
@Suite struct RefusedRowsTests {
  private func bytes(_ parts: [Any]) -> [UInt8] {
    parts.flatMap { part in (part as? String).map { Array($0.utf8) } ?? [part as? UInt8 ?? 0] }
  }

  /// Imports the bytes, and then what was refused of them as it is.
  /// - Returns: the file of refused rows.
  private func refused(
    _ bytes: [UInt8], _ name: String = "people.csv", command: String = "contacts", options: [String] = [],
    taken: Int = 0, codes: JSONValue
  ) throws -> [UInt8] {
    let fixture = try CommandFixture()
    var path = fixture.directory.path(of: name)
    try Data(bytes).write(to: URL(filePath: path))
    var files: [[UInt8]] = []
    for turn in 0..<2 {
      let rejected = fixture.directory.path(of: "refused.\(turn).\(name)")
      let arguments = [command, "import", path, "--rejected", rejected, "--output", "json", "--data", fixture.data]
      let run = fixture.run(arguments + options)
      #expect(run.status == .invalidInput, "\(run.errors)")
      #expect(try run.json()["rejectedByCode"] == codes, "turn \(turn): \(run.errors)")
      #expect(try run.json()["created"] == .number(turn == 0 ? Double(taken) : 0), "turn \(turn)")
      files.append([UInt8](try Data(contentsOf: URL(filePath: rejected))))
      path = rejected
    }
    return files[0]
  }

  private static let head = "strata:row,strata:code,strata:why,"

  @Test func cellsStandAsTheyStood() throws {
    let rows: [Any] = [
      "u9,Andr", UInt8(0xE9), ",K", UInt8(0xF6), "ln\n",
      "u10,\"a\"b,x\n", "u11,\"c,\"\"d\"\"\",=1,more\n",
    ]
    let found = try refused(
      bytes(["userId,name,city\nu1,Ann,Ulm\n"] + rows), taken: 1, codes: ["badRow": 3])
    let expected: [Any] = [
      Self.head, "userId,name,city\n", "3,badRow,a cell is not UTF-8,", rows[0], rows[1], rows[2], rows[3], rows[4],
      "4,badRow,there is text after the closing quote of a cell,", rows[5],
    ]
    #expect(found.starts(with: bytes(expected)))
    #expect(String(decoding: found, as: UTF8.self).hasSuffix("are 3 columns\",u11,\"c,\"\"d\"\"\",=1,more\n"))
  }

  @Test func rowWhoseQuoteIsMissingStandsWhole() throws {
    let found = try refused(
      Array("\u{FEFF}\r\nuserId;note\r\nu1;x\r\nu2;\"y\r\nu3;z\r\n".utf8), taken: 1, codes: ["badRow": 1])
    #expect(
      String(decoding: found, as: UTF8.self) == """
        strata:row;strata:code;strata:why;userId;note
        3;badRow;the closing quote of a cell is missing;u2;"y\r\nu3;z\r\n

        """)
  }

  /// In the form that the file had, so that it is read as that one was.
  @Test func formOfTheFileIsKept() throws {
    let found = try refused(
      Array("'userId'\t'note'\n'u1'\t'it''s'\n'u2'\t'\"x\"'\t''\n'u3'\t'a'b\n".utf8), taken: 1, codes: ["badRow": 2])
    let lines = String(decoding: found, as: UTF8.self).split(separator: "\n")
    #expect(lines.first == "'strata:row'\t'strata:code'\t'strata:why'\t'userId'\t'note'")
    #expect(lines.last?.hasSuffix("\t'u3'\t'a'b") == true)
    let odd = try refused(
      Array("Customer^note\nu1^x\n,;^y^z\n".utf8), options: ["--delimiter", "^", "--id-column", "Customer"],
      taken: 1, codes: ["badRow": 1])
    #expect(String(decoding: odd, as: UTF8.self).hasSuffix("^the row has 3 cells, but there are 2 columns^,;^y^z\n"))
  }

  @Test func companiesHaveTheSame() throws {
    let found = try refused(
      bytes(["groupId,name\ng1,Acme\ng2,K", UInt8(0xF6), "ln\n"]), command: "companies", taken: 1,
      codes: ["badRow": 1])
    #expect(found == bytes([Self.head, "groupId,name\n3,badRow,a cell is not UTF-8,g2,K", UInt8(0xF6), "ln\n"]))
  }

  @Test func lineThatIsNoTextIsKeptByteForByte() throws {
    let found = try refused(
      bytes(["{\"userId\": \"u1\"}\n{\"userId\": \"K", UInt8(0xF6), "ln\\n\"}\n"]), "people.ndjson", taken: 1,
      codes: ["badRow": 1])
    let line = bytes([#""line":"{\"userId\": \"K"#, UInt8(0xF6), #"ln\\n\"}"}"#, "\n"])
    #expect(found.count > line.count && Array(found.suffix(line.count)) == line)
    #expect(found.starts(with: Array(#"{"strata:row":2,"strata:code":"badRow","strata:why":""#.utf8)))
  }

  @Test func whatIsMendedIsTaken() throws {
    let fixture = try CommandFixture()
    let path = fixture.directory.path(of: "people.csv")
    try Data(bytes(["userId,name\nu9,Andr", UInt8(0xE9), "\n"])).write(to: URL(filePath: path))
    let rejected = fixture.directory.path(of: "refused.csv")
    #expect(fixture.run("contacts", "import", path, "--rejected", rejected).status == .invalidInput)
    let latin = try Data(contentsOf: URL(filePath: rejected))
    let mended = try fixture.file("mended.csv", try #require(String(data: latin, encoding: .isoLatin1)))
    #expect(fixture.run("contacts", "import", mended).status == .done)
    let contact = try fixture.run("contacts", "show", "userId:u9", "--output", "json").json()
    #expect(contact["properties"]?["name"] == "André")
  }
}
