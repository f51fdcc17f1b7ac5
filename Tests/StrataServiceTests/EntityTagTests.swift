import StrataService
import Testing

@Suite struct EntityTagTests {
  @Test func listOfTagsIsRead() throws {
    let condition = try #require(EntityTagCondition(#" "3" , W/"4","a,b" "#))
    #expect(condition == .tags(strong: [EntityTag("3"), EntityTag("a,b")], weak: [EntityTag("4")]))
    #expect(condition.matchesStrongly(EntityTag(revision: 3)))
    #expect(!condition.matchesStrongly(EntityTag(revision: 4)))
    #expect(condition.matchesWeakly(EntityTag(revision: 4)))
    #expect(!condition.matchesWeakly(EntityTag(revision: 5)))
  }

  @Test func starMatchesAny() {
    #expect(EntityTagCondition(" * ") == .any)
    #expect(EntityTagCondition.any.matchesStrongly(EntityTag(revision: 1)))
  }

  @Test(arguments: ["", "3", "\"3", "\"3\" \"4\"", "*, \"3\"", "w/\"3\"", ","])
  func anythingElseIsNoCondition(_ text: String) {
    #expect(EntityTagCondition(text) == nil)
  }
}
