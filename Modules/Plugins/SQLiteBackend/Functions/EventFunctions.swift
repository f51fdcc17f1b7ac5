import FilterCompiler
import Foundation
import GRDB

/// SQL functions over the events of a contact: `exact_sum(number)`, `exact_average(number)`,
/// `sequence_holds(time, selections, pattern)` and `period_index(time, starts)`.
enum EventFunctions {
  static func register(on database: Database) {
    database.add(function: DatabaseFunction("exact_sum", argumentCount: 1, pure: true, aggregate: Sum.self))
    database.add(function: DatabaseFunction("exact_average", argumentCount: 1, pure: true, aggregate: Average.self))
    database.add(
      function: DatabaseFunction("sequence_holds", argumentCount: 3, pure: true, aggregate: SequenceHolds.self))
    database.add(function: DatabaseFunction("period_index", argumentCount: 2, pure: true, function: periodIndex))
  }

  private struct Sum: DatabaseAggregate {
    private var sum = ExactSum()

    mutating func step(_ values: [DatabaseValue]) {
      if let number = values.first.flatMap(Double.fromDatabaseValue) { sum.add(number) }
    }

    func finalize() -> (any DatabaseValueConvertible)? { sum.sum }
  }

  private struct Average: DatabaseAggregate {
    private var sum = ExactSum()

    mutating func step(_ values: [DatabaseValue]) {
      if let number = values.first.flatMap(Double.fromDatabaseValue) { sum.add(number) }
    }

    func finalize() -> (any DatabaseValueConvertible)? { sum.average }
  }

  /// Over no events nothing holds: there is at least one step.
  private struct SequenceHolds: DatabaseAggregate {
    private var match: SequenceMatch?

    mutating func step(_ values: [DatabaseValue]) {
      guard values.count == 3, let time = Int64.fromDatabaseValue(values[0]),
        let selections = Int64.fromDatabaseValue(values[1])
      else { return }
      if match == nil {
        match = Data.fromDatabaseValue(values[2]).flatMap { data in
          SequencePattern(numbers: data.withUnsafeBytes { [Int64](bytes: $0) }).map(SequenceMatch.init)
        }
      }
      match?.add(time: time, selections: UInt64(bitPattern: selections))
    }

    func finalize() -> (any DatabaseValueConvertible)? { match?.holds() ?? false }
  }

  /// The place of the last start that is not after the time: equal starts hold empty units, which no event is in.
  private static func periodIndex(_ values: [DatabaseValue]) -> (any DatabaseValueConvertible)? {
    guard values.count == 2, let time = Int64.fromDatabaseValue(values[0]) else { return nil }
    let starts: Data? = Data.fromDatabaseValue(values[1])
    return starts?.withUnsafeBytes { bytes in
      var (low, high) = (0, bytes.count / 8)
      while low < high {
        let middle = (low + high) / 2
        if bytes.bigEndianInt64(at: middle) <= time { low = middle + 1 } else { high = middle }
      }
      return low
    }
  }
}

/// As numbers, to travel to `sequence_holds` as one binding.
extension SequencePattern {
  var numbers: [Int64] {
    [within ?? -1, from, to, now, hasUnwantedAfter ? 1 : 0] + hasUnwantedBefore.map { $0 ? 1 : 0 }
  }

  init?(numbers: [Int64]) {
    guard numbers.count > 5 else { return nil }
    self.init(
      hasUnwantedBefore: numbers[5...].map { $0 == 1 }, hasUnwantedAfter: numbers[4] == 1,
      within: numbers[0] < 0 ? nil : numbers[0], from: numbers[1], to: numbers[2], now: numbers[3])
  }
}
