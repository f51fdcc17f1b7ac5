import FilterCompiler
package import SegmentModel
import SegmentStore

/// Definitions evaluated here and now, whatever is committed.
extension SegmentService {
  /// The live now: time as committed never goes back.
  package func now() throws -> Instant { try store.read { try now($0) } }

  /// What is asked of a preview, with every mistake where it cannot be read.
  /// - Parameter ignoring: keys that are let be.
  /// - Throws: `InvalidInput`.
  package func previewRequest(_ json: JSONValue, ignoring: [String] = []) throws -> PreviewRequest {
    let inputs = try compilerInputs()
    return try store.read { reading in
      try tellingReferences(of: json, inputs, reading) { try PreviewRequest(json, ignoring: ignoring) }
    }
  }

  /// Where the backend shares scans, all that is told is of one state of the profiles.
  /// - Parameter isCancelled: asked by several threads, often; once it says so it goes on to.
  /// - Throws: `InvalidInput`, `CancellationError`.
  package func preview(
    _ request: PreviewRequest, isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws -> SegmentPreview {
    let scans = Scans(profiles: profiles, isCancelled: isCancelled)
    let definition = request.definition
    var mistakes = MistakeCollector()
    try checkExceptions(of: definition, over: nil, &mistakes)
    if !mistakes.errors.isEmpty { throw InvalidInput(mistakes.errors) }
    let plan = try compile(definition).plan
    let everyone = try compile(definition.everyone).plan
    let nodes = try nodePlans(of: request)
    let against = try request.against.map { try savedPlan(of: $0, isPeople: definition.contentType.isPeople) }
    let now = try request.asOf ?? self.now()
    let plans = [plan, everyone] + (against.map { [$0] } ?? []) + (nodes ?? []).map(\.plan)
    let listed: Set<Int> = against != nil ? [0, 2] : request.sample != nil ? [0] : []
    let answers = try scans.answers(
      of: PlanGroup(plans, isPeople: definition.contentType.isPeople), listing: listed, at: now)
    var preview = SegmentPreview(count: answers.counts[0], total: answers.counts[1], asOf: now)
    preview.nodes = nodes.map { nodes in
      zip(nodes, answers.counts.suffix(nodes.count)).map { .init(pointer: $0.pointer, count: $1) }
    }
    preview.sample = request.sample.map { Array((answers.members[0] ?? Bitmap()).prefix($0)) }
    if let members = answers.members[0], let old = answers.members[2] {
      preview.difference = .init(enter: members.subtracting(old).count, leave: old.subtracting(members).count)
    }
    return preview
  }

  /// How many a definition matches, and how many of its content type there are.
  /// - Throws: `InvalidInput`.
  package func freshCount(of definition: SegmentDefinition, at now: Instant) throws -> (count: Int, total: Int) {
    let plan = try compile(definition).plan
    let everyone = try compile(definition.everyone).plan
    let scans = Scans(profiles: profiles)
    return (try scans.count(of: plan, at: now), try scans.count(of: everyone, at: now))
  }

  /// Row ids of whom a definition matches, ascending.
  /// - Throws: `InvalidInput`.
  package func freshMembers(of definition: SegmentDefinition, at now: Instant) throws -> [Int64] {
    try Scans(profiles: profiles).rows(of: compile(definition).plan, at: now)
  }

  /// The size of a segment at the beginning of each of the next days in its zone, if only time passes. Events that lie
  /// ahead count from their time on; properties, lists and links are as they are stored.
  /// - Parameters:
  ///   - days: within `EvaluationLimits.forecastDays`.
  ///   - isCancelled: asked by several threads, often; once it says so it goes on to.
  /// - Throws: `ServiceError.notFound`, `InvalidInput` where the segment is valid no longer, `CancellationError`.
  package func forecast(
    of id: String, days: Int, isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws -> Forecast {
    let scans = Scans(profiles: profiles, isCancelled: isCancelled)
    let (definition, now) = try store.read { (try stored(id, $0).definition, try self.now($0)) }
    let zone = try definition.timeZone ?? compilerInputs().zone
    let plan = try compile(definition).plan
    var forecast = Forecast(days: [], zone: zone, asOf: now)
    for number in 1...max(days, 1) {
      let at = DateMath(terms: [.init(number, .day)], rounding: .day).span(at: now, in: zone).first
      var day = Forecast.Day(date: zone.local(at).date, at: at, count: forecast.days.last?.count ?? 0)
      if try forecast.days.last.map({ try mayChange(plan, from: $0.at, to: at) }) ?? true {
        day.count = try scans.count(of: plan, at: at)
      }
      forecast.days.append(day)
    }
    return forecast
  }

  /// Whether the answer may change by time alone.
  private func mayChange(_ plan: LogicalPlan, from: Instant, to: Instant) throws -> Bool {
    if let next = plan.nextInstant(after: from), next <= to { return true }
    return try profiles.read { try $0.nextEventTime(after: from) }.map { $0 <= to } ?? false
  }

  private func nodePlans(of request: PreviewRequest) throws -> [(pointer: JSONPointer, plan: LogicalPlan)]? {
    guard request.countsNodes else { return nil }
    let nodes = FilterNode.all(in: request.definition.filter, at: JSONPointer.root.appending("filter"))
    if nodes.count > EvaluationLimits.countedNodes {
      throw InvalidInput([
        InputError(
          JSONPointer.root.appending("nodes"), .tooMany,
          "the filter has \(nodes.count) nodes; at most \(EvaluationLimits.countedNodes) are counted by themselves")
      ])
    }
    return try nodes.map { ($0.pointer, try compile(request.definition.with(filter: $0.filter)).plan) }
  }

  private func savedPlan(of id: String, isPeople: Bool) throws -> LogicalPlan {
    let pointer = JSONPointer.root.appending("against")
    guard let segment = try store.read({ try $0.segment(id) }) else {
      throw InvalidInput([InputError(pointer, .unknownSegment, "there is no segment \"\(id)\"")])
    }
    guard segment.isPeople == isPeople else {
      throw InvalidInput([
        InputError(
          pointer, .contentTypeMismatch,
          "\"\(segment.definition.name)\" is of \(segment.isPeople ? "people" : "companies"), this filter is not")
      ])
    }
    return try compile(segment.definition).plan
  }
}

/// Looks at everyone, each time in a read of its own: none holds up the checkpoints of the profiles for as long as all
/// of them take. What is written in between may show.
private struct Scans {
  let profiles: any ProfileSnapshots
  var isCancelled: @Sendable () -> Bool = { false }

  func count(of plan: LogicalPlan, at now: Instant) throws -> Int {
    try read { try $0.count(of: plan, at: now) }
  }

  func rows(of plan: LogicalPlan, at now: Instant) throws -> [Int64] {
    try read { try $0.members(of: plan, among: nil, at: now) }
  }

  /// In one read where the backend shares scans, and one after the other where it does not.
  func answers(of group: PlanGroup, listing places: Set<Int>, at now: Instant) throws -> GroupAnswers {
    let shared = try read { snapshot in
      snapshot.sharesScans ? try snapshot.answers(of: group, listing: places, at: now) : nil
    }
    if let shared { return shared }
    var answers = GroupAnswers()
    for (place, plan) in group.plans.enumerated() {
      if places.contains(place) {
        let rows = try rows(of: plan, at: now)
        answers.counts.append(rows.count)
        answers.members[place] = Bitmap(rows)
      } else {
        answers.counts.append(try count(of: plan, at: now))
      }
    }
    return answers
  }

  private func read<T: Sendable>(_ body: (any ProfileSnapshot) throws -> T) throws -> T {
    if isCancelled() { throw CancellationError() }
    do {
      return try profiles.read { try body($0.unless(isCancelled)) }
    } catch is EvaluationCancelled {
      throw CancellationError()
    }
  }
}

extension SegmentDefinition {
  /// Another filter for everyone of the content type, in the same zone, without parent and exceptions.
  fileprivate func with(filter: Filter) -> SegmentDefinition {
    var definition = self
    definition.filter = filter
    definition.parent = nil
    (definition.include, definition.exclude) = ([], [])
    return definition
  }

  fileprivate var everyone: SegmentDefinition { with(filter: .all([])) }
}
