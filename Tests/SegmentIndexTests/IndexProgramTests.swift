import FilterCompiler
import SegmentIndex
import SegmentModel
import Testing

@Suite struct IndexProgramTests {
  private static func plan(_ filter: JSONValue, _ contentType: String = "contact") throws -> LogicalPlan {
    let definition: JSONValue = [
      "name": "A", "contentType": .string(contentType), "filter": filter,
    ]
    return try SegmentCompiler(library: [String: SegmentDefinition]())
      .compile(try SegmentReader.read(definition)).plan
  }

  @Test func equalLeavesShareOneRegister() throws {
    let gold: JSONValue = ["tracked": "tier", "operator": "equals", "value": "gold"]
    let set: JSONValue = ["property": "primaryEmail", "operator": "isSet"]
    let plans = try [Self.plan(["all": [gold, set]]), Self.plan(["any": [gold, set]])]
    let text = IndexProgram(plans, isPeople: true).description
    #expect(
      text == """
        over contacts, 4 registers
         0  r0 = contact.primaryEmail is set
         1  r2 = r0
         2  if nobody is in r2 go to 5
         3  r1 = tracked.tier text in "gold"
         4  r2 = r2 and r1
         5  r0 = contact.primaryEmail is set
         6  r3 = r0
         7  if nobody is in not r3 go to 10
         8  r1 = tracked.tier text in "gold"
         9  r3 = r3 or r1
        answer r2, r3
        """, "\(text)")
  }

  @Test func whatIsAskedOfOthersIsAProgramOfItsOwn() throws {
    let text = IndexProgram(
      try Self.plan(["company": ["property": "plan", "operator": "equals", "value": "pro"]], "customer")
    ).description
    #expect(
      text == """
        over companies, 1 registers
        0  r0 = company.plan text in "pro"
        answer r0

        over contacts, 3 registers
        0  r0 = contact.state text in "customer"
        1  r2 = r0
        2  if nobody is in r2 go to 5
        3  r1 = companies that are in answer 0: 1 or more
        4  r2 = r2 and r1
        answer r2
        """, "\(text)")
  }
}
