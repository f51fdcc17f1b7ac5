import SegmentModel

/// One evaluation: on what, as of when, with whose help, and whether anybody still waits for it.
///
/// What is cancelled ends soon, with any answer: `ProgramRun` throws it away.
struct Evaluation {
  let index: ProfileIndex
  let now: Instant
  let scratch: Scratch
  let workers: WorkerPool?
  let isCancelled: @Sendable () -> Bool
  /// Rows of a part that is worth a thread's while, a multiple of 64.
  let rowsOfPart: Int

  /// Rows that are asked one by one between two looks at `isCancelled`: at some 100 ns to 10 µs each, a few milliseconds
  /// at most.
  static let rowsBetweenLooks = 256

  var threadCount: Int { workers?.threadCount ?? 1 }

  /// Calls `body` for all rows below `count`, in parts that begin at multiples of 64 and on all the threads there are.
  /// - Parameter parts: at most so many.
  func split(_ count: Int, atMost parts: Int = .max, _ body: @escaping (Range<Int>) -> Void) {
    guard let workers, count >= rowsOfPart * 2, parts > 1 else { return body(0..<count) }
    let size = max(rowsOfPart, ((count - 1) / parts + 64) & ~63)
    workers.run(parts: (count + size - 1) / size) { part in
      body(part * size..<min((part + 1) * size, count))
    }
  }
}
