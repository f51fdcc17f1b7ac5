import FilterCompiler
import SegmentModel

extension IndexProgram: CustomStringConvertible {
  /// One instruction a line; first what is asked of those at the other end of relations.
  package var description: String {
    (others.outputs.isEmpty ? [] : others.lines).joined(separator: "\n")
      + (others.outputs.isEmpty ? "" : "\n\n") + main.lines.joined(separator: "\n")
  }
}

extension IndexProgram.Part {
  fileprivate var lines: [String] {
    let margin = String(instructions.count).count
    let lines = instructions.enumerated().map { place, instruction in
      String(repeating: " ", count: margin - String(place).count) + "\(place)  " + text(of: instruction)
    }
    let answers = outputs.map { "\($0)" }.joined(separator: ", ")
    return ["over \(isPeople ? "contacts" : "companies"), \(registerCount) registers"] + lines + ["answer \(answers)"]
  }

  private func text(of instruction: IndexProgram.Instruction) -> String {
    switch instruction {
    case .ask(let leaf, let target): "r\(target) = \(leaves[leaf])"
    case .copy(let operand, let target): "r\(target) = \(operand)"
    case .and(let operand, let target): "r\(target) = r\(target) and \(operand)"
    case .or(let operand, let target): "r\(target) = r\(target) or \(operand)"
    case .skipIfNobody(let operand, let place): "if nobody is in \(operand) go to \(place)"
    }
  }
}

extension IndexProgram.Operand: CustomStringConvertible {
  package var description: String { (isComplement ? "not " : "") + "r\(register)" }
}

extension IndexProgram.Leaf: CustomStringConvertible {
  package var description: String {
    switch self {
    case .everyone: PlanNode.everyone.text()
    case .property(let key, let test): PlanNode.property(key, test).text()
    case .event(let test): PlanNode.event(test).text()
    case .sequence(let test): PlanNode.sequence(test).text().split(separator: "\n").joined(separator: ";")
    case .list(let id): PlanNode.list(id).text()
    case .sample(let test): PlanNode.sample(test).text()
    case .picked(let picks): PlanNode.picked(picks).text()
    case .related(let relation, let output, let minimum, let maximum):
      "\(relation.rawValue) that are in answer \(output): \(minimum)" + (maximum.map { " to \($0)" } ?? " or more")
    }
  }
}
