/// Rows that a program runs over at once, a bit each in its registers.
enum RowSlice {
  /// Rows from a multiple of 65,536 on; all rows are below `total`.
  case page(start: Int, count: Int, total: Int)
  /// A few rows, ascending.
  case few([UInt32])

  static let size = 1 << 16

  var count: Int {
    switch self {
    case .page(_, let count, _): count
    case .few(let rows): rows.count
    }
  }

  var wordCount: Int { (count + 63) >> 6 }

  func row(_ place: Int) -> UInt32 {
    switch self {
    case .page(let start, _, _): UInt32(start + place)
    case .few(let rows): rows[place]
    }
  }
}
