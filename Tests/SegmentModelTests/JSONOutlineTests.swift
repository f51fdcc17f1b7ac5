import SegmentModel
import Testing

@Suite struct JSONOutlineTests {
  private func elements(_ text: String) throws -> [String] {
    let bytes = Array(text.utf8)
    return try JSONOutline.elements(of: bytes[...]).map { String(decoding: bytes[$0], as: UTF8.self) }
  }

  @Test func tellsElementsApartWhateverIsInThem() throws {
    #expect(
      try elements(#" [ 1 , "],[\"" , {"a":[1,{"b":"}"}]},[[]] ,true,"\ud800" ] "#) == [
        "1", #""],[\"""#, #"{"a":[1,{"b":"}"}]}"#, "[[]]", "true", #""\ud800""#,
      ])
    #expect(try elements("[ ]") == [])
  }

  @Test func tellsMembersApart() throws {
    let bytes = Array(#"{ "a" : 1 ,"b,\"":{"c":2}}"#.utf8)
    let members = try JSONOutline.members(of: bytes[...])
    let texts = members.map { (member) -> [String] in
      [member.key, member.value].map { String(decoding: bytes[$0], as: UTF8.self) }
    }
    #expect(texts == [[#""a""#, "1"], [#""b,\"""#, #"{"c":2}"#]])
  }

  @Test(arguments: [
    ("", JSONError.Reason.unexpectedEnd), ("{}", .unexpectedCharacter), ("[1", .unexpectedEnd),
    ("[1,]", .unexpectedCharacter), ("[,1]", .unexpectedCharacter), ("[1 2]", .unexpectedCharacter),
    ("[1]]", .trailingText), ("[{]}]", .unexpectedCharacter), ("[\"a]", .unexpectedEnd), ("[\"a\\", .unexpectedEnd),
  ])
  func refusesWhatHasNoElements(text: String, reason: JSONError.Reason) {
    #expect { try elements(text) } throws: { ($0 as? JSONError)?.reason == reason }
  }

  @Test func depthExhaustsNoStack() throws {
    let deep = String(repeating: "[", count: 500_000) + String(repeating: "]", count: 500_000)
    #expect(try elements(deep).count == 1)
  }

  @Test func agreesWithTheReaderOnWhatCanBeRead() throws {
    let text = #"[{"a":"\u0041,]"},[1,-2.5e3,[null]],"x",{},[],true]"#
    let bytes = Array(text.utf8)
    let parts = try JSONOutline.elements(of: bytes[...]).map { try JSONReader.read(bytes[$0]) }
    #expect(try .array(parts) == JSONReader.read(text))
  }
}
