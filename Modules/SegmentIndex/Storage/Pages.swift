/// Numbers by row, in pages of 65,536 rows. What was never set is `empty`, and a page without anything takes no memory.
///
/// A page grows by doubling, so that a small column stays small, and never moves the others, so that a large one is not
/// copied when it grows. A reference: whoever reads while nobody writes may hold it, and reads without counting
/// references.
final class Pages<Element: BitwiseCopyable> {
  static var bits: Int { 16 }
  static var size: Int { 1 << bits }

  fileprivate struct Page: BitwiseCopyable {
    var numbers: UnsafeMutablePointer<Element>?
    /// At most `size`; those beyond are empty.
    var count = 0
  }

  let empty: Element
  private var pages: UnsafeMutablePointer<Page>
  private var pageCount = 0
  private var capacity = 1

  init(empty: Element) {
    self.empty = empty
    pages = .allocate(capacity: 1)
  }

  deinit {
    for page in 0..<pageCount { pages[page].numbers?.deallocate() }
    pages.deallocate()
  }

  subscript(row: Int) -> Element {
    get { reader.number(row) }
    set {
      precondition(row >= 0)
      let (page, place) = (row >> Self.bits, row & (Self.size - 1))
      if page >= pageCount { addPages(page + 1) }
      if place >= pages[page].count { grow(page, place) }
      pages[page].numbers?[place] = newValue
    }
  }

  /// For loops that follow rows from one to the next; good until something is written.
  @inline(__always)
  var reader: PageReader<Element> { PageReader(pages: pages, pageCount: pageCount, empty: empty) }

  private func addPages(_ count: Int) {
    if count > capacity {
      let wider = max(count, capacity * 2)
      let moved = UnsafeMutablePointer<Page>.allocate(capacity: wider)
      moved.moveInitialize(from: pages, count: pageCount)
      pages.deallocate()
      (pages, capacity) = (moved, wider)
    }
    (pages + pageCount).initialize(repeating: Page(), count: count - pageCount)
    pageCount = count
  }

  private func grow(_ page: Int, _ place: Int) {
    let old = pages[page]
    var count = max(64, old.count)
    while count <= place { count *= 2 }
    let numbers = UnsafeMutablePointer<Element>.allocate(capacity: count)
    if let before = old.numbers {
      numbers.moveInitialize(from: before, count: old.count)
      before.deallocate()
    }
    (numbers + old.count).initialize(repeating: empty, count: count - old.count)
    pages[page] = Page(numbers: numbers, count: count)
  }

  /// The numbers of rows from `start` on, up to `count` of them within one page; what lies beyond is `empty`.
  @inline(__always)
  func withRows<Result>(_ start: Int, _ count: Int, _ body: (UnsafeBufferPointer<Element>) -> Result) -> Result {
    let (page, place) = (start >> Self.bits, start & (Self.size - 1))
    guard page < pageCount, place < pages[page].count, let numbers = pages[page].numbers else {
      return body(UnsafeBufferPointer(start: nil, count: 0))
    }
    return body(UnsafeBufferPointer(start: numbers + place, count: min(count, pages[page].count - place)))
  }

  /// Every row that there is room for, ascending.
  func visit(_ body: (_ row: Int, _ number: Element) -> Void) {
    for page in 0..<pageCount {
      for place in 0..<pages[page].count {
        if let numbers = pages[page].numbers { body(page << Self.bits + place, numbers[place]) }
      }
    }
  }

  /// Rows of a range that there is room for, ascending, until `body` answers false.
  @inline(__always)
  func visit(_ rows: Range<Int>, _ body: (_ row: Int, _ number: Element) -> Bool) {
    for page in 0..<pageCount {
      let start = page << Self.bits
      let (first, end) = (max(rows.lowerBound - start, 0), min(rows.upperBound - start, pages[page].count))
      guard let numbers = pages[page].numbers, first < end else { continue }
      for place in first..<end {
        if !body(start + place, numbers[place]) { return }
      }
    }
  }

  var byteCount: Int { (0..<pageCount).reduce(0) { $0 + pages[$1].count * MemoryLayout<Element>.stride } }
}

// MARK: On disk

extension Pages {
  /// How many numbers each page has room for, then all of them.
  func write(to file: IndexFileWriter) throws {
    try file.write((0..<pageCount).map { UInt32(pages[$0].count) })
    for page in 0..<pageCount {
      let numbers = UnsafeBufferPointer(start: pages[page].numbers, count: pages[page].count)
      try file.write(bytes: UnsafeRawBufferPointer(numbers))
    }
  }

  convenience init(empty: Element, from file: IndexFileReader) throws {
    self.init(empty: empty)
    let counts = try file.numbers(UInt32.self).map(Int.init)
    guard counts.count <= 1 << Self.bits else { throw file.damaged }
    addPages(counts.count)
    for (page, count) in counts.enumerated() where count > 0 {
      let bytes = count * MemoryLayout<Element>.stride
      // A page grows by doubling, and whatever is in one stands in the file.
      guard count >= 64, count <= Self.size, count.nonzeroBitCount == 1, bytes <= file.remaining else {
        throw file.damaged
      }
      let numbers = UnsafeMutablePointer<Element>.allocate(capacity: count)
      pages[page] = Page(numbers: numbers, count: count)
      try file.read(into: UnsafeMutableRawBufferPointer(start: numbers, count: bytes))
    }
  }

  /// Whether there is room for every row below `count`, so that a reader may go to each.
  func covers(_ count: Int) -> Bool {
    (0..<(count + Self.size - 1) >> Self.bits).allSatisfy { page in
      page < pageCount && pages[page].count >= min(count - page << Self.bits, Self.size)
    }
  }
}

/// Reads rows without counting references. Good as long as the pages are kept and nothing is written to them.
struct PageReader<Element: BitwiseCopyable>: BitwiseCopyable {
  fileprivate let pages: UnsafeMutablePointer<Pages<Element>.Page>
  fileprivate let pageCount: Int
  fileprivate let empty: Element

  /// Of any row.
  @inline(__always)
  func number(_ row: Int) -> Element {
    let (page, place) = (row >> Pages<Element>.bits, row & (Pages<Element>.size - 1))
    guard page < pageCount, place < pages[page].count, let numbers = pages[page].numbers else { return empty }
    return numbers[place]
  }

  /// - Parameter row: that was set.
  @inline(__always)
  subscript(row: Int) -> Element {
    guard let numbers = pages[row >> Pages<Element>.bits].numbers else { return empty }
    return numbers[row & (Pages<Element>.size - 1)]
  }
}
