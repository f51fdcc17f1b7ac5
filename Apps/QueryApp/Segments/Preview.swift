import FilterCompiler
import SQLiteBackend
import SegmentModel
import SegmentSync

/// Evaluates a filter that is not saved. Nothing is stored. Blocks for as long as the evaluation takes.
struct Preview {
  let services: QueryServices
  let request: PreviewRequest

  /// `{count, total, asOf, tookMs, words, warnings, nodes?, sample?}`.
  /// - Throws: `InvalidInput`.
  func answer() throws -> JSONValue {
    let start = ContinuousClock.now
    let plan = try services.segments.compile(request.definition).plan
    let everyone = try services.segments.compile(definition(of: .all([]))).plan
    let nodes = try nodePlans()
    let now = try request.asOf ?? services.now()
    let said = try services.said(of: [request.definition], at: now)
    return try services.backend.read { snapshot in
      var members: [JSONMember] = []
      let rows = request.sample == nil ? nil : try snapshot.members(of: plan, among: nil, at: now)
      let count = try rows?.count ?? snapshot.count(of: plan, at: now)
      members.append(JSONMember("count", .number(Double(count))))
      members.append(JSONMember("total", .number(Double(try snapshot.count(of: everyone, at: now)))))
      members.append(JSONMember("asOf", .string(now.description)))
      if request.countsNodes {
        let counts = try nodes.map { node -> JSONValue in
          let count = try snapshot.count(of: node.plan, at: now)
          return ["pointer": .string(node.pointer.description), "count": .number(Double(count))]
        }
        members.append(JSONMember("nodes", .array(counts)))
      }
      if let rows, let sample = request.sample {
        members.append(JSONMember("sample", .array(try describe(rows.prefix(sample), snapshot))))
      }
      members.append(JSONMember("words", .string(said.words.joined())))
      members.append(JSONMember("warnings", .array(said.warnings.flatMap(\.self))))
      let took = (ContinuousClock.now - start) / .milliseconds(1)
      members.append(JSONMember("tookMs", .number((took * 10).rounded() / 10)))
      return .object(members)
    }
  }

  private func nodePlans() throws -> [(pointer: JSONPointer, plan: LogicalPlan)] {
    guard request.countsNodes else { return [] }
    let nodes = FilterNode.all(in: request.definition.filter, at: JSONPointer.root.appending("filter"))
    if nodes.count > RequestLimits.countedNodes {
      throw InvalidInput([
        InputError(
          JSONPointer.root.appending("nodes"), .tooMany,
          "the filter has \(nodes.count) nodes; at most \(RequestLimits.countedNodes) are counted by themselves")
      ])
    }
    return try nodes.map { ($0.pointer, try services.segments.compile(definition(of: $0.filter)).plan) }
  }

  /// One node by itself: of everyone of the content type, in the same zone, without the parent.
  private func definition(of filter: Filter) -> SegmentDefinition {
    var definition = request.definition
    definition.filter = filter
    definition.parent = nil
    return definition
  }

  private func describe(_ rows: ArraySlice<Int64>, _ snapshot: SQLiteSnapshot) throws -> [JSONValue] {
    let isPeople = request.definition.contentType.isPeople
    return try rows.compactMap { row in
      isPeople
        ? try ContactAnswer.json(ofRow: row, in: snapshot.reader)
        : try CompanyAnswer.json(ofRow: row, in: snapshot.reader)
    }
  }
}
