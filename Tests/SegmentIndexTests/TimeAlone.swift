import FilterCompiler
import SegmentIndex
import SegmentModel
import TestSupport

/// Follows the members of one plan while time passes, by what is announced alone: boundaries, crossings, and the times of
/// events that lie ahead.
struct TimeAlone {
  private let plan: LogicalPlan
  private let program: IndexProgram
  private let evaluator: IndexEvaluator
  private let world: OracleWorld
  private let end: Instant
  private(set) var now: Instant
  private(set) var members: Set<Int64>
  private let sweeps: [(condition: SlidingCondition, sweep: RangeSweep)]
  /// By condition, who crosses next and when.
  private var due: [[Int64: Instant]] = []
  private var boundary: Instant?
  /// Of events that lie ahead, where the plan asks for any.
  private var eventTimes: ArraySlice<Instant> = []

  static let everyone = 1_000_000

  /// - Parameter world: with no merges left to do.
  init(
    _ plan: LogicalPlan, in index: ProfileIndex, _ world: OracleWorld, from start: Instant, until end: Instant
  ) throws {
    self.plan = plan
    program = IndexProgram(plan)
    self.world = world
    self.end = end
    evaluator = IndexEvaluator(index)
    now = start
    members = Set(try evaluator.members(of: program, among: nil, at: start).joined())
    sweeps = plan.slidingConditions.map { ($0, $0.range.sweep(from: start, until: end)) }
    for (condition, sweep) in sweeps {
      let found = evaluator.crossings(of: condition, in: sweep, among: nil, after: start, limit: Self.everyone)
      due.append(Dictionary(uniqueKeysWithValues: found.list.map { ($0.id, $0.instant) }))
    }
    boundary = plan.nextBoundary(after: start)
    if !plan.dependencies.events.isEmpty {
      eventTimes = world.events.map(\.time).filter { $0 > start && $0 <= end }.sorted()[...]
    }
  }

  /// The next instant at which something is announced.
  var next: Instant? {
    let instants = due.flatMap(\.values) + [boundary, eventTimes.first].compactMap(\.self)
    return instants.min().flatMap { $0 <= end ? $0 : nil }
  }

  /// Looks at those about whom something is announced.
  mutating func step(to instant: Instant) throws {
    let comes = eventTimes.first == instant
    eventTimes = eventTimes.drop { $0 <= instant }
    now = instant
    var touched: Set<Int64> = []
    if boundary == instant {
      touched = Set((plan.isPeople ? world.contacts.map(\.id) : world.companies.map(\.id)))
      boundary = plan.nextBoundary(after: instant)
    }
    if comes { touch(Set(world.events.filter { $0.time == instant }.map(\.contact)), arePeople: true, &touched) }
    for place in sweeps.indices {
      let crossing = Set(due[place].filter { $0.value == instant }.keys)
      guard !crossing.isEmpty else { continue }
      touch(crossing, arePeople: sweeps[place].condition.isAboutPeople, &touched)
      for id in crossing { due[place][id] = again(place, id) }
    }
    members.subtract(touched)
    members.formUnion(try evaluator.members(of: program, among: touched.sorted(), at: instant).joined())
  }

  /// The index asked about everyone.
  func everyone(at now: Instant) throws -> Set<Int64> {
    Set(try evaluator.members(of: program, among: nil, at: now).joined())
  }

  private func again(_ place: Int, _ id: Int64) -> Instant? {
    let (condition, sweep) = sweeps[place]
    return evaluator.crossings(of: condition, in: sweep, among: [id], after: now, limit: 1).earliest
  }

  /// Those who cross, or those at the other end of a relation.
  private func touch(_ ids: Set<Int64>, arePeople: Bool, _ touched: inout Set<Int64>) {
    if arePeople == plan.isPeople {
      touched.formUnion(ids)
    } else {
      for link in world.links where ids.contains(arePeople ? link.contact : link.company) {
        touched.insert(arePeople ? link.company : link.contact)
      }
    }
  }
}
