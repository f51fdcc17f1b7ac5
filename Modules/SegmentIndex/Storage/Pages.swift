/// Numbers by row, in pages of 65,536 rows. What was never set is `empty`, and a page without anything takes no memory.
///
/// A page grows by doubling, so that a small column stays small, and never moves the others, so that a large one is not
/// copied when it grows.
struct Pages<Element> {
  static var bits: Int { 16 }
  static var size: Int { 1 << bits }

  let empty: Element
  /// Each as long as its highest row needs; at most `size`.
  private(set) var pages: [[Element]] = []

  init(empty: Element) { self.empty = empty }

  subscript(row: Int) -> Element {
    get {
      let (page, place) = (row >> Self.bits, row & (Self.size - 1))
      guard page < pages.count, place < pages[page].count else { return empty }
      return pages[page][place]
    }
    set {
      let (page, place) = (row >> Self.bits, row & (Self.size - 1))
      if page >= pages.count || place >= pages[page].count { grow(page, place) }
      pages[page][place] = newValue
    }
  }

  private mutating func grow(_ page: Int, _ place: Int) {
    while pages.count <= page { pages.append([]) }
    var length = max(64, pages[page].count)
    while length <= place { length *= 2 }
    pages[page].reserveCapacity(length)
    pages[page].append(contentsOf: repeatElement(empty, count: length - pages[page].count))
  }

  /// The numbers of rows from `start` on, up to `count` of them within one page; what lies beyond is `empty`.
  func withRows<Result>(_ start: Int, _ count: Int, _ body: (UnsafeBufferPointer<Element>) -> Result) -> Result {
    let (page, place) = (start >> Self.bits, start & (Self.size - 1))
    guard page < pages.count, place < pages[page].count else { return body(UnsafeBufferPointer(start: nil, count: 0)) }
    return pages[page].withUnsafeBufferPointer { all in
      body(UnsafeBufferPointer(rebasing: all[place..<min(place + count, all.count)]))
    }
  }

  var byteCount: Int { pages.reduce(0) { $0 + $1.capacity * MemoryLayout<Element>.stride } }
}
