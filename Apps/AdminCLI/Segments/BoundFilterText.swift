import FilterCompiler
import SegmentModel

/// A bound filter as an indented tree: what each node was understood as, and its place in the filter.
enum BoundFilterText {
  static func text(_ segment: BoundSegment) -> String { lines(segment, indent: 0).joined(separator: "\n") }

  private static func lines(_ segment: BoundSegment, indent: Int) -> [String] {
    let margin = String(repeating: "  ", count: indent)
    var lines = [margin + segment.contentType.rawValue + (segment.id.map { " segment \($0)" } ?? "")]
    if case .segment(let parent) = segment.parent {
      lines.append(margin + "  parent")
      lines += self.lines(parent, indent: indent + 2)
    }
    for (word, picks) in [("included", segment.included), ("excluded", segment.excluded)] where !picks.isEmpty {
      lines.append("\(margin)  \(word) by hand: \(picks.map(\.description).joined(separator: ", "))")
    }
    return lines + self.lines(segment.filter, indent: indent + 1)
  }

  private static func lines(_ filter: BoundFilter, indent: Int) -> [String] {
    let margin = String(repeating: "  ", count: indent)
    func line(_ text: String) -> String { "\(margin)\(text)  ← \(filter.pointer)" }
    switch filter.node {
    case .all(let nodes): return [line("all")] + nodes.flatMap { lines($0, indent: indent + 1) }
    case .any(let nodes): return [line("any")] + nodes.flatMap { lines($0, indent: indent + 1) }
    case .not(let inner): return [line("not")] + lines(inner, indent: indent + 1)
    case .property(let key, let condition):
      return [line("\(condition.isComplement ? "not " : "")\(key.space.rawValue).\(key.name) \(condition.test)")]
    case .event, .sequence, .list, .sample: return [line(filter.plan.text())]
    case .related(let related):
      return [line("\(related.relation.rawValue) \(related.measure)")] + lines(related.filter, indent: indent + 1)
    case .segment(let segment): return [line("member of")] + lines(segment, indent: indent + 1)
    }
  }
}
