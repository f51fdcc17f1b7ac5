package import FilterCompiler
package import SegmentModel

/// Evaluates plans on one state of the index, which is not to change meanwhile. All but texts throws
/// `EvaluationCancelled` within a few milliseconds of being cancelled.
package struct IndexEvaluator: SegmentEvaluator {
  let index: ProfileIndex
  private let workers: WorkerPool?
  private let isCancelled: @Sendable () -> Bool
  private let rowsOfPart: Int

  /// - Parameters:
  ///   - workers: help with what is heavy.
  ///   - isCancelled: asked by several threads, every few hundred microseconds; once it says so it goes on to.
  ///   - rowsOfPart: that are worth a thread's while, a multiple of 64.
  package init(
    _ index: ProfileIndex, workers: WorkerPool? = nil, isCancelled: @escaping @Sendable () -> Bool = { false },
    rowsOfPart: Int = 4096
  ) {
    self.index = index
    self.workers = workers
    self.isCancelled = isCancelled
    self.rowsOfPart = rowsOfPart
  }

  package var figures: IndexFigures { index.figures }

  /// The same, but for what cancels it.
  package func unless(_ isCancelled: @escaping @Sendable () -> Bool) -> IndexEvaluator {
    IndexEvaluator(index, workers: workers, isCancelled: isCancelled, rowsOfPart: rowsOfPart)
  }

  package func count(of plan: LogicalPlan, at now: Instant) throws(EvaluationCancelled) -> Int {
    try counts(of: IndexProgram(plan), at: now).first ?? 0
  }

  package func members(
    of plan: LogicalPlan, among candidates: [Int64]?, at now: Instant
  ) throws(EvaluationCancelled) -> [Int64] {
    try members(of: IndexProgram(plan), among: candidates, at: now).first ?? []
  }

  /// Public ids by row id; nothing of those who are gone.
  package func publicIDs(of ids: [Int64], isPeople: Bool) -> [Int64: String] {
    let population = index.population(isPeople: isPeople)
    var found: [Int64: String] = [:]
    for id in ids where id > 0 && id < population.rows { found[id] = population.publicIDs.text(of: UInt32(id)) }
    return found
  }

  package func loweredText(of plan: LogicalPlan, at now: Instant) -> String { IndexProgram(plan).description }

  // MARK: Several plans at once

  package func counts(of group: PlanGroup, at now: Instant) throws(EvaluationCancelled) -> [Int] {
    try counts(of: group.lowered { IndexProgram($0.plans, isPeople: $0.isPeople) }, at: now)
  }

  package func members(
    of group: PlanGroup, among candidates: [Int64], at now: Instant
  ) throws(EvaluationCancelled) -> [[Int64]] {
    try members(of: group.lowered { IndexProgram($0.plans, isPeople: $0.isPeople) }, among: candidates, at: now)
  }

  package func answers(
    of group: PlanGroup, listing places: Set<Int>, at now: Instant
  ) throws(EvaluationCancelled) -> GroupAnswers {
    let program = group.lowered { IndexProgram($0.plans, isPeople: $0.isPeople) }
    var answers = GroupAnswers(counts: [Int](repeating: 0, count: program.main.outputs.count))
    for place in places where answers.counts.indices.contains(place) { answers.members[place] = Bitmap() }
    try run(program, over: slices(of: program.main), at: now) { slice, output, words, present, isComplement in
      answers.counts[output] += countBits(words, present, isComplement: isComplement, count: slice.wordCount)
      guard places.contains(output) else { return }
      append(slice, words, present, isComplement, to: &answers.members[output, default: Bitmap()])
    }
    return answers
  }

  package func everyone(in group: PlanGroup, at now: Instant) throws(EvaluationCancelled) -> [Bitmap] {
    try bitmaps(of: group.lowered { IndexProgram($0.plans, isPeople: $0.isPeople) }, at: now)
  }

  /// How many there are for each plan of a program.
  package func counts(of program: IndexProgram, at now: Instant) throws(EvaluationCancelled) -> [Int] {
    var counts = [Int](repeating: 0, count: program.main.outputs.count)
    try run(program, over: slices(of: program.main), at: now) { slice, output, words, present, isComplement in
      counts[output] += countBits(words, present, isComplement: isComplement, count: slice.wordCount)
    }
    return counts
  }

  /// Row ids for each plan of a program, ascending.
  package func members(
    of program: IndexProgram, among candidates: [Int64]?, at now: Instant
  ) throws(EvaluationCancelled) -> [[Int64]] {
    var members = [[Int64]](repeating: [], count: program.main.outputs.count)
    let slices = candidates.map { self.slices(of: $0, program.main) } ?? self.slices(of: program.main)
    try run(program, over: slices, at: now) { slice, output, words, present, isComplement in
      forEachMember(slice, words, present, isComplement) { members[output].append(Int64($0)) }
    }
    return members
  }

  /// The members for each plan of a program, as bitmaps.
  package func bitmaps(of program: IndexProgram, at now: Instant) throws(EvaluationCancelled) -> [Bitmap] {
    var bitmaps = [Bitmap](repeating: Bitmap(), count: program.main.outputs.count)
    try run(program, over: slices(of: program.main), at: now) { slice, output, words, present, isComplement in
      append(slice, words, present, isComplement, to: &bitmaps[output])
    }
    return bitmaps
  }

  /// A slice of all rows is a chunk of a bitmap.
  private func append(
    _ slice: RowSlice, _ words: UnsafePointer<UInt64>, _ present: UnsafePointer<UInt64>, _ isComplement: Bool,
    to bitmap: inout Bitmap
  ) {
    let flip: UInt64 = isComplement ? ~0 : 0
    var members = [UInt64](repeating: 0, count: RowSlice.size >> 6)
    for word in 0..<slice.wordCount { members[word] = (words[word] ^ flip) & present[word] }
    bitmap.append(Int64(slice.row(0)) / Int64(RowSlice.size), members)
  }

  private func forEachMember(
    _ slice: RowSlice, _ words: UnsafePointer<UInt64>, _ present: UnsafePointer<UInt64>, _ isComplement: Bool,
    _ body: (UInt32) -> Void
  ) {
    let flip: UInt64 = isComplement ? ~0 : 0
    for word in 0..<slice.wordCount {
      var rest = (words[word] ^ flip) & present[word]
      while rest != 0 {
        body(slice.row(word << 6 + rest.trailingZeroBitCount))
        rest &= rest - 1
      }
    }
  }

  // MARK: Running

  private typealias Output = (
    _ slice: RowSlice, _ output: Int, _ words: UnsafePointer<UInt64>, _ present: UnsafePointer<UInt64>,
    _ isComplement: Bool
  ) -> Void

  private func run(
    _ program: IndexProgram, over slices: [RowSlice], at now: Instant, _ body: Output
  ) throws(EvaluationCancelled) {
    let scratch = index.scratches.take()
    defer { index.scratches.giveBack(scratch) }
    let evaluation = evaluation(at: now, with: scratch)
    let others = try others(of: program, for: slices, evaluation)
    let run = ProgramRun(
      program.main, others: others, rowsOfSlice: slices.map(\.count).max() ?? 0, for: evaluation)
    for slice in slices {
      try run.run(slice) { output, words, present, isComplement in body(slice, output, words, present, isComplement) }
    }
  }

  func evaluation(at now: Instant, with scratch: Scratch) -> Evaluation {
    Evaluation(
      index: index, now: now, scratch: scratch, workers: workers, isCancelled: isCancelled, rowsOfPart: rowsOfPart)
  }

  /// Everyone.
  private func slices(of part: IndexProgram.Part) -> [RowSlice] {
    let total = index.population(isPeople: part.isPeople).rows
    return stride(from: 0, to: total, by: RowSlice.size).map {
      .page(start: $0, count: min(RowSlice.size, total - $0), total: total)
    }
  }

  private func slices(of candidates: [Int64], _ part: IndexProgram.Part) -> [RowSlice] {
    let total = Int64(index.population(isPeople: part.isPeople).rows)
    var rows: [UInt32] = []
    rows.reserveCapacity(candidates.count)
    var isAscending = true
    for id in candidates where id > 0 && id < total {
      if let last = rows.last, last >= id { isAscending = false }
      rows.append(UInt32(id))
    }
    if !isAscending { rows = Set(rows).sorted() }
    return stride(from: 0, to: rows.count, by: RowSlice.size).map {
      .few(Array(rows[$0..<min($0 + RowSlice.size, rows.count)]))
    }
  }

  // MARK: Relations

  /// Where a few are asked, those that they are linked to; of very many, everyone is faster.
  private func others(
    of program: IndexProgram, for slices: [RowSlice], _ evaluation: Evaluation
  ) throws(EvaluationCancelled) -> OtherAnswers {
    guard !program.others.outputs.isEmpty else { return OtherAnswers() }
    let total = index.population(isPeople: program.others.isPeople).rows
    let few = few(linkedTo: slices, of: program.main, atMost: max(4096, total / 8))
    let asked = few.map { [RowSlice.few($0)] } ?? self.slices(of: program.others)
    let words = (few.map(\.count) ?? total) >> 6 + 1
    var outputs = [[UInt64]](repeating: [], count: program.others.outputs.count)
    for output in outputs.indices { outputs[output].reserveCapacity(words) }
    let run = ProgramRun(
      program.others, others: OtherAnswers(), rowsOfSlice: asked.map(\.count).max() ?? 0, for: evaluation)
    for slice in asked {
      try run.run(slice) { output, words, present, isComplement in
        let flip: UInt64 = isComplement ? ~0 : 0
        for word in 0..<slice.wordCount { outputs[output].append((words[word] ^ flip) & present[word]) }
      }
    }
    return OtherAnswers(outputs: outputs, of: few)
  }

  private func few(linkedTo slices: [RowSlice], of part: IndexProgram.Part, atMost limit: Int) -> [UInt32]? {
    let relation: Relation = part.isPeople ? .companies : .contacts
    var linked: Set<UInt32> = []
    for slice in slices {
      guard case .few(let rows) = slice else { return nil }
      for row in rows {
        linked.formUnion(index.links.others(of: row, by: relation))
        if linked.count > limit { return nil }
      }
    }
    return linked.sorted()
  }
}
