import SegmentModel
import Testing

@testable import EventIngest

/// Gives a text in pieces of a size, as a file comes.
func pieces(of bytes: [UInt8], size: Int) -> ByteSource {
  var rest = bytes[...]
  return {
    defer { rest = rest.dropFirst(size) }
    return Array(rest.prefix(size))
  }
}

@Suite struct CSVReaderTests {
  private func rows(_ text: String, delimiter: Unicode.Scalar = ",", size: Int = 3) throws -> [[String]] {
    var reader = CSVReader(pieces(of: Array(text.utf8), size: size), delimiter: UInt8(ascii: delimiter))
    var rows: [[String]] = []
    while let row = try reader.next() {
      #expect(row.problem == nil)
      rows.append(row.cells)
    }
    return rows
  }

  @Test(arguments: [
    ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]), ("a,b\r\n1,2", [["a", "b"], ["1", "2"]]),
    ("a,b\r1,\r", [["a", "b"], ["1", ""]]), ("\u{FEFF}a,b\n", [["a", "b"]]), ("\n\na\n\n\nb\n\n", [["a"], ["b"]]),
    ("\"a,b\",c\n", [["a,b", "c"]]), ("\"say \"\"hi\"\"\",c\n", [["say \"hi\"", "c"]]),
    ("\"two\r\nlines\",c\n", [["two\r\nlines", "c"]]), ("a\"b,c\n", [["a\"b", "c"]]), ("\"\",\"\"\n", [["", ""]]),
    (",\n", [["", ""]]), ("ä,🦊\n", [["ä", "🦊"]]), ("", []),
  ])
  func rowsAreThoseOfRFC4180(text: String, expected: [[String]]) throws {
    for size in [1, 2, 3, 1000] { #expect(try rows(text, size: size) == expected) }
  }

  @Test func delimiterMayBeAnother() throws {
    #expect(try rows("a;b,c\n", delimiter: ";") == [["a", "b,c"]])
  }

  @Test func textAfterAClosingQuoteMakesTheRowBad() throws {
    var reader = CSVReader(pieces(of: Array("\"a\"b,c\nd,e\n".utf8), size: 4))
    #expect(try reader.next()?.problem != nil)
    #expect(try reader.next() == CSVReader.Row(cells: ["d", "e"], text: Array("d,e".utf8)))
  }

  @Test func cellThatIsNotUTF8MakesTheRowBad() throws {
    var reader = CSVReader(pieces(of: [0x61, 0xFF, 0x0A, 0x62, 0x0A], size: 4))
    #expect(try reader.next()?.problem != nil)
    #expect(try reader.next() == CSVReader.Row(cells: ["b"], text: Array("b".utf8)))
  }

  @Test(arguments: ["x", ","])
  func rowWithoutEndEndsInABoundNotInMemory(character: String) {
    let cell = String(repeating: character, count: ImportLimits.rowBytes + 1)
    let text = Array(((character == "," ? "" : "\"") + cell).utf8)
    var reader = CSVReader(pieces(of: text, size: 65_536), delimiter: UInt8(ascii: ","))
    #expect { try reader.next() } throws: { ($0 as? ImportError)?.code == .rowTooLong }
  }

  /// Whatever pieces the file comes in.
  @Test func textOfARowIsAsItStands() throws {
    let rows = ["a,\"b\"\"\r\n,c\"", ",,", "\"d\"e, f ", "\"g,\r\nh\n"]
    let text = "\u{FEFF}\n" + rows.joined(separator: "\r\n\n")
    for size in 1...text.utf8.count {
      var reader = CSVReader(pieces(of: Array(text.utf8), size: size))
      var texts: [String] = []
      while let row = try reader.next() { texts.append(String(decoding: row.text, as: UTF8.self)) }
      #expect(texts.map { Array($0.utf8) } == rows.map { Array($0.utf8) }, "in pieces of \(size)")
    }
  }

  @Test func emptyLinesInFrontHideNoDelimiter() throws {
    var reader = CSVReader(pieces(of: Array("\u{FEFF}\n\r\na;b\n".utf8), size: 2))
    #expect(try reader.next()?.cells == ["a", "b"])
  }

  @Test func partOfAByteOrderMarkIsText() throws {
    var reader = CSVReader(pieces(of: [0xEF, 0xBB, 0x61, 0x0A], size: 1))
    #expect(try reader.next()?.problem == "a cell is not UTF-8")
  }
}

@Suite struct ImporterTests {
  private struct NotAnIdentify: Error {}

  private func items(_ importer: some ContactImporter) throws -> [IngestItem] {
    var importer = importer
    var items: [IngestItem] = []
    while let row = try importer.next(receivedAt: .noon) { items.append(row.item) }
    return items
  }

  private func csv(_ text: String, idColumn: String? = nil) throws -> [IngestItem] {
    try items(
      CSVImporter(pieces(of: Array(text.utf8), size: 7), options: CSVOptions(idColumn: idColumn)))
  }

  private func ndjson(_ text: String) throws -> [IngestItem] {
    try items(NDJSONImporter(pieces(of: Array(text.utf8), size: 7)))
  }

  private func code(_ item: IngestItem) -> String? {
    if case .failure(let rejection) = item.content { rejection.code } else { nil }
  }

  @Test func columnsAreProperties() throws {
    let items = try csv(
      """
      userId,email,profileScore,isSubscribed,tags,plan,address.city
      42,Ann@Example.com,80,TRUE,"a, b;c",gold,Ulm
      """)
    let expected = IngestMessage.make(
      .identify(
        ContactTraits([
          NamedValue("email", "Ann@Example.com"), NamedValue("profileScore", 80),
          NamedValue("isSubscribed", .boolean(true)), NamedValue("tags", .list([.text("a"), .text("b"), .text("c")])),
          NamedValue("plan", "gold"), NamedValue("address.city", "Ulm"),
        ]), tracked: []), userId: "42")
    #expect(try items.map { try $0.content.get() } == [expected])
  }

  @Test func emptyCellSaysNothing() throws {
    let message = try #require(try csv("userId,plan\n42,\n").first?.content.get())
    #expect(message.action == .identify(ContactTraits(), tracked: []))
  }

  /// As spreadsheets of other countries and other programs write it, with the mark of UTF-8 or without.
  @Test(arguments: [
    "userId,note\nu1,\"a;b\"\n", "userId;note\r\nu1;\"a;b\"\r\n", "userId\tnote\nu1\ta;b\n",
    "userId|note\nu1|a;b\n", "'userId','note'\n'u1','a;b'\n", "userId,note\n'u1','a;b'\n",
    "sep=;\r\nuserId;note\r\nu1;\"a;b\"\r\n", "\r\nsep=\t\nuserId\tnote\nu1\ta;b",
    "\"userId\";\"note\"\n\"u1\";\"a;b\"\n",
  ])
  func delimiterAndQuotesAreFound(text: String) throws {
    for text in [text, "\u{FEFF}" + text] {
      let item = try #require(try csv(text).first)
      let message = try item.content.get()
      #expect(message.claims.map(\.text) == ["u1"])
      #expect(message.changes?.traits.properties == [NamedValue("note", .text("a;b"))])
    }
  }

  @Test func apostrophesQuoteWhereEveryCellHasThem() throws {
    let notes = { (text: String) in
      try self.csv("userId,note\n" + text).map { try $0.content.get().changes?.traits.properties.first?.value }
    }
    #expect(
      try notes("'1','O''Neil, \"Jim\"'\n'2',''\n'3','''tis'\n") == [.text("O'Neil, \"Jim\""), nil, .text("'tis")])
    #expect(try notes("1,'quoted'\n2,plain\n") == [.text("'quoted'"), .text("plain")])
    #expect(try notes("1,'=1+1\n2,'-3\n") == [.text("=1+1"), .text("-3")])
    #expect(try notes("\"1\",'a'\n\"2\",'b'\n") == [.text("'a'"), .text("'b'")])
    #expect(try notes("1,'tis'nt\n") == [.text("'tis'nt")])
  }

  @Test func anyColumnMayHoldTheUserId() throws {
    let message = try #require(try csv("Customer No,plan\n42,gold\n", idColumn: "Customer No").first?.content.get())
    #expect(message.claims.map(\.identifier) == [Identifier(kind: .userId, stored: "42")])
  }

  @Test func rowWithTooManyCellsIsRejectedAloneWithItsNumber() throws {
    let items = try csv("userId,plan\n1,gold\n2,gold,more\n3\n")
    #expect(items.map(code) == [nil, "badRow", nil])
    #expect(items.map(\.index) == [2, 3, 4])
  }

  @Test(arguments: [[0xFF, 0xFE, 0x75, 0, 0x0A, 0], [0xFE, 0xFF, 0, 0x75, 0, 0x0A]] as [[UInt8]])
  func fileOfUTF16IsRefusedByName(bytes: [UInt8]) {
    var pieces = [bytes]
    var reader = CSVReader { pieces.popLast() ?? [] }
    #expect { try reader.next() } throws: { error in
      (error as? ImportError)?.code == .unreadable && (error as? ImportError)?.message.contains("UTF-16") == true
    }
  }

  @Test(arguments: [
    ("", ImportError.Code.emptyFile), ("plan,name\ngold,Ann\n", .noIdentifierColumn),
    ("userId,plan,plan\n", .duplicateColumn), ("\"userId\"x,plan\n", .unreadable),
  ])
  func fileWithoutUsableColumnsIsRefused(text: String, code: ImportError.Code) {
    #expect { try csv(text) } throws: { ($0 as? ImportError)?.code == code }
  }

  @Test func unknownIdColumnIsRefusedAndTheColumnsAreNamed() {
    #expect {
      try csv("userId,plan\n", idColumn: "nope")
    } throws: {
      ($0 as? ImportError)?.message.contains("userId, plan") == true
    }
  }

  @Test func flatObjectsAreProperties() throws {
    let items = try ndjson(
      """
      {"userId": 42, "email": "ann@example.com", "address": {"city": "Ulm"}, "plan": null}

      {"id": "43", "anonymousId": "a"}\r
      """)
    let messages = try items.map { try $0.content.get() }
    #expect(messages.map { $0.claims.map(\.identifier.value) } == [["42", "ann@example.com"], ["43", "a"]])
    guard case .identify(let traits, _) = messages[0].action else { throw NotAnIdentify() }
    #expect(
      traits.properties == [
        NamedValue("primaryEmail", "ann@example.com"), NamedValue("address.city", "Ulm"), NamedValue("plan", nil),
      ])
  }

  @Test func objectsWithPropertiesHaveTrackedOnesBeside() throws {
    let items = try ndjson(
      """
      {"id": "42", "state": "lead", "createdAt": "2020-01-01", "properties": {"plan": "gold"}, "tracked": {"step": 3}}
      {"id": "con_x", "identities": [{"type": "email", "value": "a@example.com"}], "properties": {}}
      """)
    let messages = try items.map { try $0.content.get() }
    guard case .identify(let traits, let tracked) = messages[0].action else { throw NotAnIdentify() }
    #expect(traits.state == .lead)
    #expect(traits.createdAt == Instant("2020-01-01T00:00:00Z"))
    #expect(traits.properties == [NamedValue("plan", "gold")])
    #expect(tracked == [NamedValue("step", 3)])
    #expect(messages[1].claims.map(\.identifier) == [Identifier(kind: .email, stored: "a@example.com")])
  }

  @Test func badLineIsRejectedAlone() throws {
    let long = String(repeating: "x", count: ImportLimits.rowBytes + 1)
    let items = try ndjson(
      """
      {"userId": "1"
      [1]
      {"userId": true}
      {"userId": "1", "note": "\(String(repeating: "x", count: 8193))"}
      {"userId": "1", "note": "\(long)"}
      {"id": "1", "properties": {}, "companies": [{}]}
      {"userId": "7"}
      """)
    #expect(
      items.map(code) == [
        "badRow", "notAnObject", "badIdentifier", "valueTooLong", "messageTooLarge", "badCompany", nil,
      ])
    #expect(items.map(\.index) == [1, 2, 3, 4, 5, 6, 7])
  }
}
