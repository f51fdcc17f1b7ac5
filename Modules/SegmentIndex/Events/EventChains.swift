/// Each contact's events, to be followed without counting references: many contacts are asked one after the other, and by
/// several threads, which would wait for each other's counts.
struct EventChains: BitwiseCopyable {
  /// By contact, row + 1 of the newest event; 0 where there is none.
  let heads: CodeReader
  let times: PageReader<Int64>
  /// By row, row + 1 of the event before; 0 at the first.
  let previous: PageReader<UInt32>

  /// Events of a contact from the newest to the oldest that are from `first` to `last`, until `body` answers false.
  @inline(__always)
  func walk(_ contact: UInt32, from first: Int64, to last: Int64, _ body: (_ row: Int, _ time: Int64) -> Bool) {
    var next = heads[contact]
    while next != 0 {
      let row = Int(next) - 1
      let time = times[row]
      if time < first { return }
      if time <= last, !body(row, time) { return }
      next = previous[row]
    }
  }
}
