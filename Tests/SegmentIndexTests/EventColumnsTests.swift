import TestSupport
import Testing

@testable import SegmentIndex

/// A contact's chain is in the order of time, however its events come.
@Suite struct EventColumnsTests {
  private static let count = 6000

  enum Arrival: CaseIterable { case inOrder, backwards, atRandom, inTurns }

  @Test(arguments: Arrival.allCases) func chainIsInTheOrderOfTime(arrival: Arrival) {
    var generator = TestSeed().generator()
    var columns = EventColumns()
    var expected: [UInt32: [(time: Int64, row: UInt32)]] = [:]
    for round in 0..<2 {
      for number in 0..<Self.count {
        let contact: UInt32 = number % 7 == 0 ? 2 : 1
        let time =
          switch arrival {
          case .inOrder: number / 3
          case .backwards: (Self.count - number) / 3
          case .atRandom: Int(generator.whole(0...2000))
          case .inTurns: number % 2 == 0 ? number : Self.count - number
          }
        let row = columns.append(contact: contact, time: Int64(time))
        expected[contact, default: []].append((Int64(time), row))
      }
      for (contact, events) in expected {
        let newestFirst = events.sorted { ($0.time, $0.row) > ($1.time, $1.row) }.map(\.row)
        #expect(Self.chain(of: contact, columns) == newestFirst)
      }
      guard round == 0 else { break }
      // What is gone is no place to begin from.
      columns.remove(contact: 1) { _ in }
      expected[1] = nil
      #expect(Self.chain(of: 1, columns).isEmpty)
    }
  }

  private static func chain(of contact: UInt32, _ columns: EventColumns) -> [UInt32] {
    var rows: [UInt32] = []
    columns.chains.walk(contact, from: .min, to: .max) { row, _ in
      rows.append(UInt32(row))
      return true
    }
    return rows
  }
}
