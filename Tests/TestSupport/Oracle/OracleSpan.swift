/// Milliseconds from `first` to `last`, both included; empty where `last` is before `first`.
struct OracleSpan: Hashable {
  var first: Int64
  var last: Int64

  init(first: Int64, last: Int64) {
    self.first = first
    self.last = last
  }

  init(first: Int64, next: Int64) {
    self.init(first: first, last: next - 1)
  }

  func contains(_ instant: Int64) -> Bool { first <= instant && instant <= last }
}
