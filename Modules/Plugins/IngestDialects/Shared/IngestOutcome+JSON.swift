import EventIngest
import SegmentModel

extension IngestOutcome {
  /// What became of the messages, as every dialect says it.
  var members: [JSONMember] {
    var members = [
      JSONMember("accepted", .number(Double(accepted))), JSONMember("duplicates", .number(Double(duplicates))),
      JSONMember("rejected", .array(rejected.map(Self.json))),
    ]
    if !warnings.isEmpty { members.append(JSONMember("warnings", .array(warnings.map(Self.json)))) }
    return members
  }

  private static func json(_ indexed: Indexed) -> JSONValue {
    [
      "index": .number(Double(indexed.index)), "code": .string(indexed.rejection.code),
      "message": .string(indexed.rejection.message),
    ]
  }
}
