import SegmentModel

/// The events of one name, in the order of their arrival, as columns; each linked to the previous one of its contact.
///
/// Invariants: a contact's chain goes from the newest to the oldest by time, and where times are equal from the last
/// that arrived to the first. A row whose contact is 0 is of nobody, in no chain, and goes with the next rebuilding.
final class EventTable {
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
  private(set) var blocks: [Block] = []
  private(set) var rowCount = 0
  private var goneCount = 0
  /// Whether no event came late: the times do not fall from row to row.
  private(set) var isInOrderOfTime = true
  private var latest = Int64.min
  private(set) var attributes: [ExactText: ValueColumn] = [:]
  private let dictionaries: AttributeDictionaries

  init(dictionaries: AttributeDictionaries) { self.dictionaries = dictionaries }

  var count: Int { rowCount - goneCount }

  func append(contact: UInt32, time: Int64, attributes: [NamedValue]) {
    let row = appendRow(contact: contact, time: time)
    for attribute in attributes {
      let name = ExactText(attribute.name)
      guard let value = attribute.value else {
        self.attributes[name]?.set(row, nil)
        continue
      }
      column(named: name).set(row, value)
    }
  }

  private func column(named name: ExactText) -> ValueColumn {
    if let column = attributes[name] { return column }
    let column = ValueColumn(sharing: dictionaries.dictionary(of: name))
    attributes[name] = column
    return column
  }

  private func appendRow(contact: UInt32, time: Int64) -> UInt32 {
    let row = rowCount
    rowCount += 1
    contacts[row] = contact
    times[row] = time
    if row / Self.blockSize == blocks.count { blocks.append(Block()) }
    blocks[row / Self.blockSize].earliest = min(blocks[row / Self.blockSize].earliest, time)
    blocks[row / Self.blockSize].latest = max(blocks[row / Self.blockSize].latest, time)
    if time < latest { isInOrderOfTime = false }
    latest = max(latest, time)
    link(UInt32(row), contact: contact, time: time)
    return UInt32(row)
  }

  private func link(_ row: UInt32, contact: UInt32, time: Int64) {
    let head = heads[contact]
    if head == 0 || times[Int(head) - 1] <= time {
      previous[Int(row)] = head
      heads.set(contact, row + 1)
      return
    }
    // Late: behind those of the contact that are later.
    var after = Int(head) - 1
    while previous[after] != 0, times[Int(previous[after]) - 1] > time { after = Int(previous[after]) - 1 }
    previous[Int(row)] = previous[after]
    previous[after] = row + 1
  }

  /// Takes all events of a contact away.
  func remove(contact: UInt32) {
    var next = heads[contact]
    guard next != 0 else { return }
    while next != 0 {
      contacts[Int(next) - 1] = 0
      goneCount += 1
      next = previous[Int(next) - 1]
    }
    heads.set(contact, 0)
    if goneCount > 4096, goneCount > count { rebuild() }
  }

  /// Without the rows that are gone.
  private func rebuild() {
    let kept = EventTable(dictionaries: dictionaries)
    for row in 0..<rowCount where contacts[row] != 0 {
      let new = kept.appendRow(contact: contacts[row], time: times[row])
      for (name, column) in attributes where column.isSet(UInt32(row)) {
        kept.column(named: name).copy(UInt32(row), of: column, to: new)
      }
    }
    (contacts, times, previous, heads, blocks) = (kept.contacts, kept.times, kept.previous, kept.heads, kept.blocks)
    (rowCount, goneCount, attributes) = (kept.rowCount, 0, kept.attributes)
    (isInOrderOfTime, latest) = (kept.isInOrderOfTime, kept.latest)
  }

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

  var byteCount: Int {
    contacts.byteCount + times.byteCount + previous.byteCount + heads.byteCount
      + attributes.values.reduce(0) { $0 + $1.byteCount }
  }
}

/// The dictionaries of attributes, one for each name whatever the event: most values are the same in several.
final class AttributeDictionaries {
  private var dictionaries: [ExactText: ValueDictionary] = [:]

  func dictionary(of name: ExactText) -> ValueDictionary {
    if let known = dictionaries[name] { return known }
    let dictionary = ValueDictionary()
    dictionaries[name] = dictionary
    return dictionary
  }

  var byteCount: Int { dictionaries.values.reduce(0) { $0 + $1.byteCount } }
}
