import SegmentModel

/// Public ids by row, and rows by public id.
struct PublicIDs {
  private var bytes: [UInt8] = []
  /// Where an id stands: offset × 65,536 + length; 0 where there is none.
  private var places = Pages<UInt64>(empty: 0)
  private var table = ProbeTable()
  /// Bytes of ids that are gone.
  private var wasted = 0

  /// Longer ones are cut; those that the product makes have some 20 bytes.
  private static let longest = 0xFFFF

  init() {}

  func text(of row: UInt32) -> String? {
    let place = places[Int(row)]
    return place == 0 ? nil : String(decoding: bytes[Self.range(place)], as: UTF8.self)
  }

  func row(of text: String) -> UInt32? {
    let key = Array(text.utf8.prefix(Self.longest))
    return table.find(Self.hash(key)) { isText(of: $0, key) }
  }

  mutating func set(_ row: UInt32, _ text: String) {
    let key = Array(text.utf8.prefix(Self.longest))
    if places[Int(row)] != 0 {
      if isText(of: row, key) { return }
      remove(row)
    }
    guard !key.isEmpty else { return }
    if wasted > 65_536, wasted * 2 > bytes.count { compact() }
    places[Int(row)] = UInt64(bytes.count) << 16 | UInt64(key.count)
    bytes.append(contentsOf: key)
    table.insert(Self.hash(key), row)
  }

  mutating func remove(_ row: UInt32) {
    let place = places[Int(row)]
    guard place != 0 else { return }
    table.remove(hash(of: place), row)
    for byte in Self.range(place) { bytes[byte] = 0 }
    wasted += Self.range(place).count
    places[Int(row)] = 0
  }

  private func isText(of row: UInt32, _ key: [UInt8]) -> Bool {
    let place = places[Int(row)]
    return place != 0 && bytes[Self.range(place)].elementsEqual(key)
  }

  private mutating func compact() {
    var kept: [UInt8] = []
    kept.reserveCapacity(bytes.count - wasted)
    let old = places
    places = Pages(empty: 0)
    old.visit { row, place in
      guard place != 0 else { return }
      places[row] = UInt64(kept.count) << 16 | place & 0xFFFF
      kept.append(contentsOf: bytes[Self.range(place)])
    }
    bytes = kept
    wasted = 0
  }

  // MARK: On disk

  func write(to file: IndexFileWriter) throws {
    try file.write(bytes)
    try places.write(to: file)
  }

  /// - Parameter rows: one more than the highest row.
  init(from file: IndexFileReader, rows: Int) throws {
    bytes = try file.numbers(UInt8.self)
    places = try Pages(empty: 0, from: file)
    var (count, used, end, endOfRows) = (0, 0, 0, 0)
    places.visit { row, place in
      guard place != 0 else { return }
      let range = Self.range(place)
      count += 1
      used &+= range.count
      end = max(end, range.upperBound)
      endOfRows = row + 1
    }
    guard end <= bytes.count, used <= bytes.count, endOfRows <= rows else { throw file.damaged }
    wasted = bytes.count - used
    table = ProbeTable(capacity: count)
    places.visit { row, place in
      if place != 0 { table.insert(hash(of: place), UInt32(truncatingIfNeeded: row)) }
    }
  }

  private func hash(of place: UInt64) -> UInt64 {
    bytes.withUnsafeBufferPointer { KeyHash.of(UnsafeBufferPointer(rebasing: $0[Self.range(place)]), 0) }
  }

  private static func range(_ place: UInt64) -> Range<Int> {
    let offset = Int(place >> 16)
    return offset..<offset + Int(place & 0xFFFF)
  }

  private static func hash(_ key: [UInt8]) -> UInt64 { key.withUnsafeBufferPointer { KeyHash.of($0, 0) } }

  var byteCount: Int { bytes.capacity + places.byteCount + table.byteCount }
}
