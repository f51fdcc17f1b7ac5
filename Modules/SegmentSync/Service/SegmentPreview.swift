package import SegmentModel

/// What a filter that is not saved would match.
package struct SegmentPreview: Sendable, Equatable {
  /// One node counted by itself: of everyone of the content type, without the parent.
  package struct Node: Sendable, Equatable {
    /// From the root of what was asked: `/filter/all/0`.
    package var pointer: JSONPointer
    package var count: Int
  }

  /// Against a saved segment.
  package struct Difference: Sendable, Equatable {
    /// Who would be a member and is none.
    package var enter: Int
    /// Who is a member and would be none.
    package var leave: Int
  }

  package var count: Int
  /// Everyone of the content type.
  package var total: Int
  /// The now of the evaluation.
  package var asOf: Instant
  /// Nil where they were not asked for.
  package var nodes: [Node]?
  /// Row ids of the first members; nil where none were asked for.
  package var sample: [Int64]?
  package var difference: Difference?

  /// `{count, total, asOf, nodes?, enter?, leave?}`; whoever answers describes the sample.
  package var json: [JSONMember] {
    var members = [
      JSONMember("count", .number(Double(count))), JSONMember("total", .number(Double(total))),
      JSONMember("asOf", .string(asOf.description)),
    ]
    if let nodes { members.append(JSONMember("nodes", .array(nodes.map(\.json)))) }
    if let difference {
      members.append(JSONMember("enter", .number(Double(difference.enter))))
      members.append(JSONMember("leave", .number(Double(difference.leave))))
    }
    return members
  }
}

extension SegmentPreview.Node {
  package var json: JSONValue { ["pointer": .string(pointer.description), "count": .number(Double(count))] }
}
