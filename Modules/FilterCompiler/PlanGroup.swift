package import SegmentModel
import Synchronization

/// Plans that are evaluated together, again and again: a backend may share what they have in common, and keeps what it
/// makes of them with the group.
package final class PlanGroup: Sendable {
  /// All about contacts, or all about companies.
  package let plans: [LogicalPlan]
  package let isPeople: Bool
  private let kept = Mutex<(any Sendable)?>(nil)

  package init(_ plans: [LogicalPlan], isPeople: Bool) {
    self.plans = plans
    self.isPeople = isPeople
  }

  package convenience init(_ plan: LogicalPlan) { self.init([plan], isPeople: plan.isPeople) }

  /// What a backend makes of the plans, made where it has not been asked for before.
  package func lowered<Program: Sendable>(_ make: (PlanGroup) -> Program) -> Program {
    kept.withLock { kept in
      if let program = kept as? Program { return program }
      let program = make(self)
      kept = program
      return program
    }
  }
}

/// What the plans of a group come to, all in the same state of the data.
package struct GroupAnswers: Sendable, Equatable {
  /// How many each plan matches.
  package var counts: [Int]
  /// By place in the group, whom a plan matches that was to be listed.
  package var members: [Int: Bitmap]

  package init(counts: [Int] = [], members: [Int: Bitmap] = [:]) {
    self.counts = counts
    self.members = members
  }
}

/// Several plans at once. A backend that has nothing to share takes them one after the other.
extension SegmentEvaluator {
  package func counts(of group: PlanGroup, at now: Instant) throws -> [Int] {
    try group.plans.map { try count(of: $0, at: now) }
  }

  package func members(of group: PlanGroup, among candidates: [Int64], at now: Instant) throws -> [[Int64]] {
    try group.plans.map { try members(of: $0, among: candidates, at: now) }
  }

  package func answers(of group: PlanGroup, listing places: Set<Int>, at now: Instant) throws -> GroupAnswers {
    var answers = GroupAnswers()
    for (place, plan) in group.plans.enumerated() {
      if places.contains(place) {
        let members = try members(of: plan, among: nil, at: now)
        answers.counts.append(members.count)
        answers.members[place] = Bitmap(members)
      } else {
        answers.counts.append(try count(of: plan, at: now))
      }
    }
    return answers
  }

  package func everyone(in group: PlanGroup, at now: Instant) throws -> [Bitmap] {
    try group.plans.map { Bitmap(try members(of: $0, among: nil, at: now)) }
  }
}
