extension UnsafeBufferPointer<UInt8> {
  /// Where a part stands first, not before `start`; nil where it does not.
  ///
  /// Places at which the part's first and last byte both fit are found sixteen at a time, and looked at.
  /// Source: http://0x80.pl/articles/simd-strfind.html
  func firstPlace(of part: [UInt8], from start: Int) -> Int? {
    guard let base = baseAddress, let first = part.first, let last = part.last else {
      return part.isEmpty && start <= count ? start : nil
    }
    let end = count - part.count
    let (firsts, lasts) = (SIMD16<UInt8>(repeating: first), SIMD16<UInt8>(repeating: last))
    let raw = UnsafeRawPointer(base)
    var place = start
    while place + 15 <= end {
      let heads = raw.loadUnaligned(fromByteOffset: place, as: SIMD16<UInt8>.self)
      let tails = raw.loadUnaligned(fromByteOffset: place + part.count - 1, as: SIMD16<UInt8>.self)
      let fits = (heads .== firsts) .& (tails .== lasts)
      if any(fits) {
        for offset in 0..<16 where fits[offset] && holds(part, at: place + offset) { return place + offset }
      }
      place += 16
    }
    while place <= end {
      if base[place] == first, holds(part, at: place) { return place }
      place += 1
    }
    return nil
  }

  private func holds(_ part: [UInt8], at place: Int) -> Bool {
    for offset in 0..<part.count where self[place + offset] != part[offset] { return false }
    return true
  }
}
