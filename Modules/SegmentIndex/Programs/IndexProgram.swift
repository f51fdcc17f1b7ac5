package import FilterCompiler
import SegmentModel

/// Several plans as one flat list of instructions over registers, each of which holds a bit for each contact or company
/// of a slice. It depends on no data and no clock, and may be kept.
///
/// Invariants: a register is written before it is read, whatever is skipped; equal conditions share one register.
package struct IndexProgram: Sendable {
  /// A register, or everyone who is not in it.
  struct Operand: Sendable, Hashable {
    var register: Int
    var isComplement = false

    static prefix func ~ (operand: Operand) -> Operand {
      Operand(register: operand.register, isComplement: !operand.isComplement)
    }
  }

  enum Instruction: Sendable {
    /// Asks a leaf, whose place is the register's too.
    case ask(leaf: Int, into: Int)
    case copy(Operand, into: Int)
    case and(Operand, into: Int)
    case or(Operand, into: Int)
    /// Skips up to the instruction at a place where nothing below can change the register any more: nobody is left
    /// in it, or of its complement.
    case skipIfNobody(Operand, to: Int)
  }

  /// A condition that is not made of others.
  enum Leaf: Sendable, Hashable {
    case everyone
    case property(PropertyKey, ValueTest)
    case event(EventTest)
    case sequence(SequenceTest)
    case list(String)
    case sample(SampleTest)
    case picked([HandPick])
    /// How many of those at the other end are in an output of the program about them.
    case related(Relation, output: Int, minimum: Int, maximum: Int?)
  }

  /// What is asked of contacts, or of companies.
  struct Part: Sendable {
    var isPeople: Bool
    var instructions: [Instruction] = []
    var leaves: [Leaf] = []
    var registerCount = 0
    var outputs: [Operand] = []
  }

  /// Asked of those that the plans are about; one output a plan.
  let main: Part
  /// Asked of those at the other end of relations, which do not nest.
  let others: Part

  /// - Parameter plans: all about contacts, or all about companies.
  package init(_ plans: [LogicalPlan], isPeople: Bool) {
    self.init(roots: plans.map { $0.root.expanded(sharing: $0.shared) }, isPeople: isPeople)
  }

  package init(_ plan: LogicalPlan) { self.init([plan], isPeople: plan.isPeople) }

  /// - Parameter nodes: without anything shared, as `BoundFilter.plan` gives them.
  package init(nodes: [PlanNode], isPeople: Bool) { self.init(roots: nodes, isPeople: isPeople) }

  private init(roots: [PlanNode], isPeople: Bool) {
    var lowering = ProgramLowering(isPeople: isPeople)
    lowering.lower(roots)
    main = lowering.part
    others = lowering.partOfOthers
  }
}

extension PlanNode {
  /// With what is shared in its place: a program shares what is equal by itself, across plans.
  fileprivate func expanded(sharing shared: [SharedCondition]) -> PlanNode {
    switch self {
    case .all(let nodes): return .all(nodes.map { $0.expanded(sharing: shared) })
    case .any(let nodes): return .any(nodes.map { $0.expanded(sharing: shared) })
    case .not(let inner): return .not(inner.expanded(sharing: shared))
    case .related(var test):
      test.condition = test.condition.expanded(sharing: shared)
      return .related(test)
    case .shared(let place):
      // What is shared contains only what stands before it.
      return shared.indices.contains(place)
        ? shared[place].node.expanded(sharing: Array(shared[..<place])) : .nobody
    case .state, .property, .event, .sequence, .list, .sample, .picked: return self
    }
  }
}
