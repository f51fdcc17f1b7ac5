import FilterCompiler
import SegmentModel

/// Turns conditions into instructions.
struct ProgramLowering {
  typealias Operand = IndexProgram.Operand

  private(set) var part: IndexProgram.Part
  private(set) var partOfOthers: IndexProgram.Part
  /// Conditions that are settled before anything may be skipped.
  private var settled: [PlanNode: Operand] = [:]
  private var leaves: [IndexProgram.Leaf: Int] = [:]
  /// By the condition behind a relation, its place among the outputs about the others.
  private var outputsOfOthers: [PlanNode: Int] = [:]

  init(isPeople: Bool) {
    part = IndexProgram.Part(isPeople: isPeople)
    partOfOthers = IndexProgram.Part(isPeople: !isPeople)
  }

  /// One output a root, in their order.
  mutating func lower(_ roots: [PlanNode]) {
    var repetition = Repetition()
    for root in roots { repetition.look(at: root) }
    lowerOthers(of: repetition.relations)
    // What stands more than once comes first, where nothing skips it; each after what it is made of.
    for node in repetition.repeated { settled[node] = lowered(node) }
    for root in roots { part.outputs.append(lowered(root)) }
    part.numberRegisters()
  }

  /// The conditions behind relations are a program of their own.
  private mutating func lowerOthers(of relations: [RelationTest]) {
    guard !relations.isEmpty else { return }
    var conditions: [PlanNode] = []
    for test in relations where outputsOfOthers[test.condition] == nil {
      outputsOfOthers[test.condition] = conditions.count
      conditions.append(test.condition)
    }
    var inner = ProgramLowering(isPeople: partOfOthers.isPeople)
    inner.lower(conditions)
    partOfOthers = inner.part
  }

  private mutating func lowered(_ node: PlanNode) -> Operand {
    if let known = settled[node] { return known }
    switch node {
    case .not(let inner): return ~lowered(inner)
    case .all(let nodes): return group(nodes, isAll: true)
    case .any(let nodes): return group(nodes, isAll: false)
    case .state(let state):
      let word = ValueTest.text(.isOneOf([ExactText(state.rawValue)]))
      return leaf(.property(PropertyKey(.contact, "state"), word))
    case .property(let key, let test): return leaf(.property(key, test))
    case .event(let test): return leaf(.event(test))
    case .sequence(let test): return leaf(.sequence(test))
    case .list(let id): return leaf(.list(id))
    case .sample(let test): return leaf(.sample(test))
    case .picked(let picks): return leaf(.picked(picks))
    case .related(let test):
      guard let output = outputsOfOthers[test.condition] else { return ~leaf(.everyone) }
      return leaf(.related(test.relation, output: output, minimum: test.minimum, maximum: test.maximum))
    case .shared: return ~leaf(.everyone)
    }
  }

  private mutating func leaf(_ leaf: IndexProgram.Leaf) -> Operand {
    // It may have been asked before, within something that was skipped; if not, it is not asked again.
    let place = leaves[leaf] ?? part.leaves.count
    if place == part.leaves.count {
      part.leaves.append(leaf)
      leaves[leaf] = place
    }
    part.instructions.append(.ask(leaf: place, into: place))
    return Operand(register: place)
  }

  /// Registers of groups stand after those of the leaves, which are not all known yet: they are negative until then.
  private mutating func group(_ nodes: [PlanNode], isAll: Bool) -> Operand {
    guard let first = nodes.first else { return isAll ? leaf(.everyone) : ~leaf(.everyone) }
    if nodes.count == 1 { return lowered(first) }
    let start = lowered(first)
    part.registerCount += 1
    let register = -part.registerCount
    part.instructions.append(.copy(start, into: register))
    var skips: [Int] = []
    for node in nodes.dropFirst() {
      skips.append(part.instructions.count)
      part.instructions.append(.skipIfNobody(Operand(register: register, isComplement: !isAll), to: 0))
      let operand = lowered(node)
      part.instructions.append(isAll ? .and(operand, into: register) : .or(operand, into: register))
    }
    for place in skips {
      let decided = Operand(register: register, isComplement: !isAll)
      part.instructions[place] = .skipIfNobody(decided, to: part.instructions.count)
    }
    return Operand(register: register)
  }
}

/// Groups that stand more than once, and all relations.
private struct Repetition {
  private(set) var relations: [RelationTest] = []
  /// Each after those that are in it.
  private(set) var repeated: [PlanNode] = []
  private var counts: [PlanNode: Int] = [:]

  mutating func look(at node: PlanNode) {
    if case .related(let test) = node { relations.append(test) }
    guard !node.children.isEmpty else { return }
    let count = counts[node, default: 0] + 1
    counts[node] = count
    if count == 1 {
      for child in node.children { look(at: child) }
    } else if count == 2 {
      repeated.append(node)
    }
  }
}

extension IndexProgram.Part {
  /// Registers of leaves are their places; those of groups, negative so far, stand behind.
  fileprivate mutating func numberRegisters() {
    let leafCount = leaves.count
    func number(_ register: Int) -> Int { register < 0 ? leafCount - register - 1 : register }
    func number(_ operand: IndexProgram.Operand) -> IndexProgram.Operand {
      IndexProgram.Operand(register: number(operand.register), isComplement: operand.isComplement)
    }
    registerCount += leafCount
    outputs = outputs.map(number)
    instructions = instructions.map { instruction in
      switch instruction {
      case .ask: instruction
      case .copy(let operand, let target): .copy(number(operand), into: number(target))
      case .and(let operand, let target): .and(number(operand), into: number(target))
      case .or(let operand, let target): .or(number(operand), into: number(target))
      case .skipIfNobody(let operand, let place): .skipIfNobody(number(operand), to: place)
      }
    }
  }
}
