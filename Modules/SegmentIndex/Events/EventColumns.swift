import SegmentModel

/// When the events of one name happened and to whom, in the order of their arrival, each linked to the previous one of
/// its contact.
///
/// Invariants: a contact's chain goes from the newest to the oldest by time, and where times are equal from the last
/// that arrived to the first. A row whose contact is 0 is of nobody, in no chain and without a time, and goes with the
/// next rebuilding.
struct EventColumns {
  /// Rows of a block, whose earliest and latest time are known.
  static let blockSize = 4096

  struct Block {
    var earliest = Int64.max
    var latest = Int64.min
  }

  private(set) var contacts = Pages<UInt32>(empty: 0)
  /// Epoch milliseconds.
  private(set) var times = Pages<Int64>(empty: 0)
  /// Row + 1 of the event of the same contact that comes before; 0 at the first.
  private(set) var previous = Pages<UInt32>(empty: 0)
  /// By contact, row + 1 of the newest event.
  private(set) var heads = CodeStore()
  private var rungs = ChainRungs()
  private(set) var blocks: [Block] = []
  private(set) var rowCount = 0
  /// Rows that are of nobody any more.
  private(set) var goneCount = 0

  init() {}

  var count: Int { rowCount - goneCount }

  mutating func append(contact: UInt32, time: Int64) -> UInt32 {
    let row = rowCount
    rowCount += 1
    contacts[row] = contact
    times[row] = time
    noteInBlock(row, time)
    link(UInt32(row), contact: contact, time: time)
    return UInt32(row)
  }

  /// - Parameter time: nil for a row of nobody.
  private mutating func noteInBlock(_ row: Int, _ time: Int64?) {
    let block = row / Self.blockSize
    if block == blocks.count { blocks.append(Block()) }
    guard let time else { return }
    blocks[block].earliest = min(blocks[block].earliest, time)
    blocks[block].latest = max(blocks[block].latest, time)
  }

  private mutating func link(_ row: UInt32, contact: UInt32, time: Int64) {
    let head = heads[contact]
    if head == 0 || times[Int(head) - 1] <= time {
      previous[Int(row)] = head
      heads.set(contact, row + 1)
      return
    }
    // Late: behind those of the contact that are later.
    var after = Int(rungs.last(of: contact, after: time, in: times) ?? head - 1)
    var steps = 0
    var passed: [UInt32] = []
    while previous[after] != 0, times[Int(previous[after]) - 1] > time {
      after = Int(previous[after]) - 1
      steps += 1
      if steps % ChainRungs.distance == 0 { passed.append(UInt32(after)) }
    }
    if !passed.isEmpty { rungs.insert(passed, of: contact, after: time, in: times) }
    previous[Int(row)] = previous[after]
    previous[after] = row + 1
  }

  /// Takes all events of a contact away.
  /// - Parameter forget: called with the row of each.
  mutating func remove(contact: UInt32, forget: (_ row: UInt32) -> Void) {
    var next = heads[contact]
    guard next != 0 else { return }
    while next != 0 {
      let row = Int(next) - 1
      contacts[row] = 0
      times[row] = 0
      goneCount += 1
      forget(UInt32(row))
      next = previous[row]
    }
    heads.set(contact, 0)
    rungs.remove(contact: contact)
  }

  /// For walks along the events of contacts; good as long as this is kept and nothing is written.
  var chains: EventChains {
    EventChains(heads: heads.reader, times: times.reader, previous: previous.reader)
  }

  var byteCount: Int { contacts.byteCount + times.byteCount + previous.byteCount + heads.byteCount + rungs.byteCount }
}

// MARK: On disk

/// Contacts and times alone: everything else follows from them.
extension EventColumns {
  func write(to file: IndexFileWriter) throws {
    try file.write(rowCount)
    try contacts.write(to: file)
    try times.write(to: file)
  }

  /// - Parameter contacts: one more than the highest row of a contact.
  init(from file: IndexFileReader, contacts end: Int) throws {
    rowCount = try file.number()
    contacts = try Pages(empty: 0, from: file)
    times = try Pages(empty: 0, from: file)
    guard rowCount >= 0, rowCount < Int(UInt32.max), contacts.covers(rowCount), times.covers(rowCount) else {
      throw file.damaged
    }
    let range = Instant.range.lowerBound.milliseconds...Instant.range.upperBound.milliseconds
    var late: Set<UInt32> = []
    for row in 0..<rowCount {
      let (contact, time) = (contacts[row], times[row])
      guard contact < end, range.contains(time) else { throw file.damaged }
      noteInBlock(row, contact == 0 ? nil : time)
      if contact == 0 {
        goneCount += 1
        continue
      }
      let head = heads[contact]
      if head != 0, times[Int(head) - 1] > time { late.insert(contact) }
      previous[row] = head
      heads.set(contact, UInt32(row) + 1)
    }
    for contact in late { linkAnew(contact) }
  }

  /// Puts a chain that is in the order of arrival into that of time.
  private mutating func linkAnew(_ contact: UInt32) {
    var rows: [UInt32] = []
    var next = heads[contact]
    while next != 0 {
      rows.append(next - 1)
      next = previous[Int(next) - 1]
    }
    rows.sort { (times[Int($0)], $0) < (times[Int($1)], $1) }
    for row in rows {
      previous[Int(row)] = next
      next = row + 1
    }
    heads.set(contact, next)
  }
}
