import FilterCompiler
import SegmentModel

/// One leaf of a program in one evaluation, for one slice after the other.
final class LeafAnswer {
  private enum Question {
    case constant(Bool)
    case column(ColumnTest)
    case events(any EventCondition)
    case list(Bitmap)
    case sample(SampleTest)
    /// Rows, ascending.
    case rows([UInt32])
    case related(RelatedCount)
  }

  private let question: Question
  private let population: Population
  private let evaluation: Evaluation
  /// The answer for everyone, where it is found for all at once.
  private var everyone: [UInt64] = []

  init(
    _ leaf: IndexProgram.Leaf, of population: Population, others: OtherAnswers, for evaluation: Evaluation
  ) {
    let (index, now) = (evaluation.index, evaluation.now)
    self.population = population
    self.evaluation = evaluation
    question =
      switch leaf {
      case .everyone: .constant(true)
      case .property(let key, let test): .column(ColumnTest(population.columns[key], test, for: evaluation))
      case .event(let test):
        switch test.prepared(for: evaluation) {
        case .constant(let answer): .constant(answer)
        case .condition(let condition): .events(condition)
        }
      case .sequence(let test): .events(EventSequence(test, for: evaluation))
      case .list(let id): index.lists[id].map(Question.list) ?? .constant(false)
      case .sample(let test): .sample(test)
      case .picked(let picks):
        .rows(
          Set(picks.filter { $0.until.map { now < $0 } ?? true }.compactMap { population.row(publicID: $0.contact) })
            .sorted())
      case .related(let relation, let output, let minimum, let maximum):
        .related(
          RelatedCount(
            links: index.links, relation: relation, others: others, output: output, minimum: minimum,
            maximum: maximum))
      }
  }

  /// - Parameter words: bits of the slice's rows, overwritten. What they say of a row where nobody is does not matter.
  func answer(_ slice: RowSlice, into words: UnsafeMutablePointer<UInt64>) {
    switch slice {
    case .few(let rows): answer(rows, words)
    case .page(let start, let count, let total): answer(start, count, total, words)
    }
  }

  private func answer(_ rows: [UInt32], _ words: UnsafeMutablePointer<UInt64>) {
    words.update(repeating: 0, count: (rows.count + 63) >> 6)
    @inline(__always)
    func mark(where holds: (UInt32) -> Bool) {
      for (place, row) in rows.enumerated() {
        if place % Evaluation.rowsBetweenLooks == Evaluation.rowsBetweenLooks - 1, evaluation.isCancelled() { return }
        if holds(row) { words[place >> 6] |= 1 << UInt64(place & 63) }
      }
    }
    switch question {
    case .constant(let answer): mark { _ in answer }
    case .column(let test): mark { test.holds($0) }
    case .events(let condition): mark { condition.holds($0) }
    case .list(let list): mark { list.contains(Int64($0)) }
    case .sample(let test): mark { population.publicIDs.text(of: $0).map(test.holds) ?? false }
    case .rows(let picked): mark { row in picked.firstPlace { $0 >= row } < picked.firstPlace { $0 > row } }
    case .related(let count): mark { count.holds($0) }
    }
  }

  private func answer(_ start: Int, _ count: Int, _ total: Int, _ words: UnsafeMutablePointer<UInt64>) {
    let wordCount = (count + 63) >> 6
    words.update(repeating: 0, count: wordCount)
    switch question {
    case .constant(let answer): words.update(repeating: answer ? ~0 : 0, count: wordCount)
    case .column(let test): test.mark(start, count, into: words)
    case .list(let list):
      for id in list.ids(after: Int64(start) - 1) {
        if id >= Int64(start + count) { break }
        let place = Int(id) - start
        words[place >> 6] |= 1 << UInt64(place & 63)
      }
    case .sample(let test):
      let publicIDs = population.publicIDs
      evaluation.split(count) { [evaluation] places in
        for place in places {
          if place % Evaluation.rowsBetweenLooks == 0, evaluation.isCancelled() { return }
          if publicIDs.text(of: UInt32(start + place)).map(test.holds) ?? false {
            words[place >> 6] |= 1 << UInt64(place & 63)
          }
        }
      }
    case .rows(let rows):
      for row in rows[rows.firstPlace { Int($0) >= start }...] {
        let place = Int(row) - start
        if place >= count { break }
        words[place >> 6] |= 1 << UInt64(place & 63)
      }
    case .events, .related:
      if everyone.isEmpty { findEveryone(total) }
      everyone.withUnsafeBufferPointer { all in
        if let base = all.baseAddress { words.update(from: base + start >> 6, count: wordCount) }
      }
    }
  }

  /// Events and links are not ordered by whom they are of, so that they are gone through once for all.
  private func findEveryone(_ total: Int) {
    everyone = [UInt64](repeating: 0, count: max((total + 63) >> 6, 1))
    everyone.withUnsafeMutableBufferPointer { all in
      guard let words = all.baseAddress else { return }
      switch question {
      case .events(let condition): condition.mark(into: words, rows: total, evaluation)
      case .related(let related): related.mark(into: words, rows: total, evaluation)
      default: break
      }
    }
  }
}
