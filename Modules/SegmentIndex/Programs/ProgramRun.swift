import FilterCompiler
import SegmentModel

/// One part of a program in one evaluation. For one thread, which may have helpers.
final class ProgramRun {
  private let part: IndexProgram.Part
  private let population: Population
  private let others: OtherAnswers
  private let evaluation: Evaluation
  /// Made when they are asked for the first time: of a few contacts most leaves need not be.
  private var answers: [LeafAnswer?]
  /// A slice of bits a register.
  private let registers: UnsafeMutablePointer<UInt64>
  private let wordsOfRegister: Int
  /// Leaves that were asked about the slice at hand.
  private var isAsked: [Bool]

  /// - Parameter rowsOfSlice: of the largest slice.
  init(_ part: IndexProgram.Part, others: OtherAnswers, rowsOfSlice: Int, for evaluation: Evaluation) {
    self.part = part
    let population = evaluation.index.population(isPeople: part.isPeople)
    self.population = population
    self.others = others
    self.evaluation = evaluation
    answers = [LeafAnswer?](repeating: nil, count: part.leaves.count)
    wordsOfRegister = max((rowsOfSlice + 63) >> 6, 1)
    // One register more: who there is.
    let words = (part.registerCount + 1) * wordsOfRegister
    registers = UnsafeMutablePointer.allocate(capacity: words)
    registers.initialize(repeating: 0, count: words)
    isAsked = [Bool](repeating: false, count: answers.count)
  }

  deinit { registers.deallocate() }

  /// Runs over one slice.
  /// - Throws: where the evaluation is cancelled; then `body` took nothing.
  /// - Parameter body: takes each output: its place, its words, and who there is. Only who there is counts.
  func run(
    _ slice: RowSlice,
    _ body: (_ output: Int, _ words: UnsafePointer<UInt64>, _ present: UnsafePointer<UInt64>, Bool) -> Void
  ) throws(EvaluationCancelled) {
    if evaluation.isCancelled() { throw EvaluationCancelled() }
    let count = slice.wordCount
    let present = register(part.registerCount)
    findPresent(slice, present)
    for leaf in isAsked.indices { isAsked[leaf] = false }
    var next = 0
    while next < part.instructions.count {
      let instruction = part.instructions[next]
      next += 1
      switch instruction {
      case .ask(let leaf, let target):
        guard !isAsked[leaf] else { continue }
        answer(leaf).answer(slice, into: register(target))
        isAsked[leaf] = true
        if evaluation.isCancelled() { throw EvaluationCancelled() }
      case .copy(let operand, let target):
        copyWords(register(operand.register), isComplement: operand.isComplement, to: register(target), count: count)
      case .and(let operand, let target):
        combine(register(target), and: register(operand.register), isComplement: operand.isComplement, count: count)
      case .or(let operand, let target):
        combine(register(target), or: register(operand.register), isComplement: operand.isComplement, count: count)
      case .skipIfNobody(let operand, let place):
        if isDecided(register(operand.register), present, isComplement: operand.isComplement, count: count) {
          next = place
        }
      }
    }
    for (place, output) in part.outputs.enumerated() {
      body(place, register(output.register), present, output.isComplement)
    }
  }

  private func answer(_ leaf: Int) -> LeafAnswer {
    if let answer = answers[leaf] { return answer }
    let answer = LeafAnswer(part.leaves[leaf], of: population, others: others, for: evaluation)
    answers[leaf] = answer
    return answer
  }

  private func register(_ number: Int) -> UnsafeMutablePointer<UInt64> { registers + number * wordsOfRegister }

  private func findPresent(_ slice: RowSlice, _ words: UnsafeMutablePointer<UInt64>) {
    words.update(repeating: 0, count: slice.wordCount)
    switch slice {
    case .few(let rows):
      for (place, row) in rows.enumerated() where population.present.contains(row) {
        words[place >> 6] |= 1 << UInt64(place & 63)
      }
    case .page(let start, _, _):
      population.present.words.withUnsafeBufferPointer { all in
        let available = min(slice.wordCount, all.count - start >> 6)
        if let base = all.baseAddress, available > 0 { words.update(from: base + start >> 6, count: available) }
      }
    }
  }
}
