import SegmentModel
import SegmentSync

/// A segment that is looked at without being saved: it needs no name.
enum UnsavedSegment {
  /// - Throws: `InvalidInput` with every mistake.
  static func read(_ json: JSONValue) throws(InvalidInput) -> SegmentDefinition {
    var json = json
    if case .object(let members) = json, json["name"] == nil {
      json = .object(members + [JSONMember("name", "unsaved")])
    }
    return try SegmentReader.read(json, readOnlyKeys: SegmentService.readOnlyKeys)
  }
}
