import FilterCompiler
import SegmentModel

/// An explanation as an indented tree: a node a line, with a mark whether it holds, what it says, and what was found.
struct ExplanationText {
  /// The sentence of a node by the id of its segment (nil: the one explained) and its place there.
  let words: (_ segment: String?, JSONPointer) -> String?

  func text(_ explanation: Explanation) -> String {
    let head = explanation.isMember ? "a member" : "not a member"
    let segment = explanation.segment
    return
      (["\(head) at \(explanation.asOf)", changes(explanation.changes)]
      + lines(segment, isOutermost: true, indent: 0)).joined(separator: "\n")
  }

  private func changes(_ changes: NextChange) -> String {
    switch changes {
    case .never: "time alone never changes that"
    case .at(let instant): "changes by time alone at \(instant)"
    case .notBefore(let instant): "time alone changes nothing before \(instant); further was not looked"
    }
  }

  private func lines(_ segment: SegmentExplanation, isOutermost: Bool, indent: Int) -> [String] {
    let margin = String(repeating: "  ", count: indent)
    let id = isOutermost ? nil : segment.id
    var lines = [margin + mark(segment.isOfContentType) + "is a \(segment.contentType.rawValue)"]
    if let isIncluded = segment.isIncludedByHand {
      lines.append(
        margin + mark(isIncluded) + (isIncluded ? "included by hand" : "excluded by hand")
          + (segment.byHandUntil.map { " until \($0)" } ?? ""))
    }
    if case .segment(let parent) = segment.parent {
      lines.append(margin + mark(parent.holds) + "in the parent \(parent.id ?? "")")
      lines += self.lines(parent, isOutermost: false, indent: indent + 1)
    }
    return lines + self.lines(segment.filter, in: id, indent: indent)
  }

  private func mark(_ holds: Bool) -> String { holds ? "✓ " : "✗ " }

  private func lines(_ node: NodeExplanation, in segment: String?, indent: Int) -> [String] {
    let margin = String(repeating: "  ", count: indent)
    func line(_ text: String) -> String { margin + mark(node.holds) + text }
    let sentence = words(segment, node.pointer) ?? node.pointer.description
    switch node.finding {
    case .plain: return [line(sentence)]
    case .sample(_, let share): return [line("\(sentence) — stands at \(JSONValue.number(share).text) %")]
    case .group(let word, let nodes):
      return [line(word == "all" ? "all of" : word == "any" ? "any of" : "not")]
        + nodes.flatMap { lines($0, in: segment, indent: indent + 1) }
    case .value(let finding): return [line("\(sentence) — \(text(finding))")]
    case .events(let finding):
      return [line("\(sentence) — \(text(finding))")]
        + finding.events.map { "\(margin)    \($0.time) \($0.name)" + text($0.attributes) }
    case .segment(let found):
      return [line(sentence)] + lines(found, isOutermost: false, indent: indent + 1)
    case .related(let finding):
      return [line("\(sentence) — \(text(finding))")]
        + finding.others.flatMap { other in
          ["\(margin)    \(other.publicID)"] + lines(other.node, in: segment, indent: indent + 3)
        }
    }
  }

  private func text(_ finding: RelatedFinding) -> String {
    let cut = finding.examined < finding.count ? " (there are \(finding.count))" : ""
    return "\(finding.matching) of \(finding.examined)\(cut)"
  }

  private func text(_ finding: ValueFinding) -> String {
    guard let value = finding.value else { return "not set" }
    let found = finding.dates.isEmpty ? value.json.text : finding.dates.map(\.description).joined(separator: ", ")
    if finding.hasNoView { return "found \(value.json.text), which has no \(finding.view) view" }
    guard case .instants(let from, let to) = finding.threshold else { return "found \(found)" }
    return "found \(found), asked from \(from?.description ?? "…") to \(to?.description ?? "…")"
  }

  private func text(_ finding: EventFinding) -> String {
    var parts = [finding.count.map { "found \($0)" } ?? (finding.events.isEmpty ? "found none" : "found")]
    if let aggregate = finding.aggregate { parts.append("comes to \(JSONValue.number(aggregate).text)") }
    parts.append("from \(finding.from?.description ?? "…") to \(finding.to)")
    return parts.joined(separator: ", ")
  }

  private func text(_ attributes: [NamedValue]) -> String {
    attributes.isEmpty
      ? "" : " " + JSONValue.object(attributes.map { JSONMember($0.name, $0.value?.json ?? .null) }).text
  }
}
