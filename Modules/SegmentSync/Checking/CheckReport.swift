package import SegmentModel
package import SegmentStore

/// What a check came to.
package struct CheckReport: Sendable, Equatable {
  /// One thing that does not fit.
  package struct Finding: Sendable, Equatable {
    /// Of which segment; nil for what is not about one.
    package var segment: SegmentName?
    package var finding: CheckFinding
    /// Public ids of those that a fresh evaluation finds in it and that are no members; the first ones.
    package var entered: [String] = []
    /// Public ids of the members that it does not find; the first ones.
    package var left: [String] = []

    package init(
      segment: SegmentName? = nil, finding: CheckFinding, entered: [String] = [], left: [String] = []
    ) {
      self.segment = segment
      self.finding = finding
      self.entered = entered
      self.left = left
    }
  }

  /// A segment, or the totals, whose members no fresh evaluation could be held against.
  package struct NotCompared: Sendable, Equatable {
    package var segment: SegmentName?
    package var why: String
  }

  /// Segments whose members were held against a fresh evaluation.
  package var compared = 0
  package var findings: [Finding] = []
  package var notCompared: [NotCompared] = []

  package init() {}

  package mutating func add(_ finding: CheckFinding, of segment: SegmentName? = nil) {
    findings.append(Finding(segment: segment, finding: finding))
  }

  /// `{clean, compared, findings: [{segment, name, code, detail, entered?, left?}], notCompared: [{segment, name, why}]}`.
  package var json: JSONValue {
    [
      "clean": .boolean(findings.isEmpty && notCompared.isEmpty), "compared": .number(Double(compared)),
      "findings": .array(findings.map(\.json)), "notCompared": .array(notCompared.map(\.json)),
    ]
  }
}

extension CheckReport.Finding {
  package var json: JSONValue {
    var members = CheckReport.members(of: segment)
    members.append(JSONMember("code", .string(finding.code.rawValue)))
    members.append(JSONMember("detail", .string(finding.detail)))
    if finding.code == .members {
      members.append(JSONMember("entered", .array(entered.map { .string($0) })))
      members.append(JSONMember("left", .array(left.map { .string($0) })))
    }
    return .object(members)
  }
}

extension CheckReport.NotCompared {
  package var json: JSONValue { .object(CheckReport.members(of: segment) + [JSONMember("why", .string(why))]) }
}

extension CheckReport {
  fileprivate static func members(of segment: SegmentName?) -> [JSONMember] {
    [
      JSONMember("segment", segment.map { .string($0.id) } ?? .null),
      JSONMember("name", segment.map { .string($0.name) } ?? .null),
    ]
  }
}
