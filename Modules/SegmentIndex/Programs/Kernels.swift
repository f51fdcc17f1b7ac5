// The loops over many rows: plain functions over buffers of plain numbers. Each answers a bit a row, 64 rows a word;
// a buffer that is shorter than the rows asked for stands for zeros behind its end.

/// 64 bytes of 0 or 1 as one word. The multiplication moves each byte's bit to a place of its own in the highest byte.
@inline(__always)
func packedBits(_ flags: UnsafePointer<UInt8>) -> UInt64 {
  let raw = UnsafeRawPointer(flags)
  var word: UInt64 = 0
  for index in 0..<8 {
    let eight = raw.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self)
    word |= ((eight &* 0x0102_0408_1020_4080) >> 56) << UInt64(index * 8)
  }
  return word
}

/// Sets the bits of the rows for which `isTrue` holds; `isTrue` is to be so simple that it becomes vector code.
@inline(__always)
func markRows<Element>(
  _ rows: UnsafeBufferPointer<Element>, into words: UnsafeMutablePointer<UInt64>, _ isTrue: (Element) -> Bool
) {
  guard let base = rows.baseAddress else { return }
  let whole = rows.count >> 6
  withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 64) { flags in
    guard let flags = flags.baseAddress else { return }
    for word in 0..<whole {
      let start = base + word << 6
      for place in 0..<64 { flags[place] = isTrue(start[place]) ? 1 : 0 }
      words[word] |= packedBits(flags)
    }
  }
  for row in whole << 6..<rows.count where isTrue(base[row]) { words[row >> 6] |= 1 << UInt64(row & 63) }
}

func markEqual<Code: FixedWidthInteger>(
  _ codes: UnsafeBufferPointer<Code>, to code: Code, into words: UnsafeMutablePointer<UInt64>
) {
  markRows(codes, into: words) { $0 == code }
}

func markNotZero<Code: FixedWidthInteger>(
  _ codes: UnsafeBufferPointer<Code>, into words: UnsafeMutablePointer<UInt64>
) {
  markRows(codes, into: words) { $0 != 0 }
}

func markBetween<Code: FixedWidthInteger>(
  _ codes: UnsafeBufferPointer<Code>, _ lower: Code, _ upper: Code, into words: UnsafeMutablePointer<UInt64>
) {
  let width = upper &- lower
  markRows(codes, into: words) { $0 &- lower <= width }
}

/// Codes by a table with a byte of 0 or 1 a code.
func markInTable<Code: FixedWidthInteger>(
  _ codes: UnsafeBufferPointer<Code>, _ table: UnsafePointer<UInt8>, into words: UnsafeMutablePointer<UInt64>
) {
  guard let base = codes.baseAddress else { return }
  let whole = codes.count >> 6
  for word in 0..<whole {
    let start = base + word << 6
    var bits: UInt64 = 0
    for eight in 0..<8 {
      var bytes: UInt64 = 0
      for place in 0..<8 {
        bytes |= UInt64(table[Int(truncatingIfNeeded: start[eight << 3 + place])]) << UInt64(place * 8)
      }
      bits |= ((bytes &* 0x0102_0408_1020_4080) >> 56) << UInt64(eight * 8)
    }
    words[word] |= bits
  }
  for row in whole << 6..<codes.count where table[Int(truncatingIfNeeded: base[row])] != 0 {
    words[row >> 6] |= 1 << UInt64(row & 63)
  }
}

/// A byte of 0 or 1 for each bit.
func bytes(ofBits words: [UInt64]) -> [UInt8] {
  [UInt8](unsafeUninitializedCapacity: words.count * 64) { bytes, count in
    for (place, word) in words.enumerated() {
      for bit in 0..<64 { bytes[place << 6 + bit] = UInt8(truncatingIfNeeded: word >> UInt64(bit) & 1) }
    }
    count = words.count * 64
  }
}

/// NaN is in no range.
func markNumbers(
  _ numbers: UnsafeBufferPointer<Double>, scale: Double, from lower: Double, to upper: Double,
  into words: UnsafeMutablePointer<UInt64>
) {
  if scale == 1 {
    markRows(numbers, into: words) { $0 >= lower && $0 <= upper }
  } else {
    markRows(numbers, into: words) { $0 * scale >= lower && $0 * scale <= upper }
  }
}

func markTimes(
  _ times: UnsafeBufferPointer<Int64>, from first: Int64, to last: Int64, into words: UnsafeMutablePointer<UInt64>
) {
  markRows(times, into: words) { $0 >= first && $0 <= last }
}

// MARK: Words

func combine(
  _ target: UnsafeMutablePointer<UInt64>, and source: UnsafePointer<UInt64>, isComplement: Bool, count: Int
) {
  let flip: UInt64 = isComplement ? ~0 : 0
  for word in 0..<count { target[word] &= source[word] ^ flip }
}

func combine(
  _ target: UnsafeMutablePointer<UInt64>, or source: UnsafePointer<UInt64>, isComplement: Bool, count: Int
) {
  let flip: UInt64 = isComplement ? ~0 : 0
  for word in 0..<count { target[word] |= source[word] ^ flip }
}

func copyWords(
  _ source: UnsafePointer<UInt64>, isComplement: Bool, to target: UnsafeMutablePointer<UInt64>, count: Int
) {
  let flip: UInt64 = isComplement ? ~0 : 0
  for word in 0..<count { target[word] = source[word] ^ flip }
}

/// Whether no row of `present` is in the words, or with `isComplement` whether all are.
func isDecided(
  _ words: UnsafePointer<UInt64>, _ present: UnsafePointer<UInt64>, isComplement: Bool, count: Int
) -> Bool {
  let flip: UInt64 = isComplement ? ~0 : 0
  var open: UInt64 = 0
  for word in 0..<count { open |= (words[word] ^ flip) & present[word] }
  return open == 0
}

func countBits(_ words: UnsafePointer<UInt64>, _ present: UnsafePointer<UInt64>, isComplement: Bool, count: Int) -> Int
{
  let flip: UInt64 = isComplement ? ~0 : 0
  var total = 0
  for word in 0..<count { total += ((words[word] ^ flip) & present[word]).nonzeroBitCount }
  return total
}
