import SegmentModel

/// Folded texts that are looked for.
struct WantedTexts {
  private var arena = TextArena()
  private var table = ProbeTable()
  /// Bit n is set where one of them has n bytes, counted modulo 64: most others are refused by that.
  private var lengths: UInt64 = 0

  init(_ texts: [ExactText]) {
    for text in texts {
      let bytes = Array(text.text.utf8)
      let isNew = bytes.withUnsafeBufferPointer { !contains($0) }
      guard isNew else { continue }
      table.insert(bytes.withUnsafeBufferPointer { KeyHash.of($0, 0) }, UInt32(arena.count))
      arena.append(bytes)
      lengths |= 1 << UInt64(bytes.count & 63)
    }
  }

  /// In their order, each once.
  var all: [[UInt8]] { (0..<arena.count).map { Array(arena.text($0)) } }

  func contains(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard lengths >> UInt64(text.count & 63) & 1 != 0 else { return false }
    return table.find(KeyHash.of(text, 0)) { number in
      arena.withText(Int(number)) { $0.count == text.count && $0.elementsEqual(text) }
    } != nil
  }
}
