/// What a full scan has seen; the same for every layout, or one of them is wrong.
struct Tally: Equatable, CustomStringConvertible {
  var contacts = 0
  var events = 0
  var texts = 0
  var textBytes = 0
  var numbers = 0
  var sum = 0.0
  var booleans = 0
  /// Of the write times, wrapping.
  var times: Int64 = 0

  @inline(__always)
  mutating func addText(_ utf8: UnsafeRawBufferPointer) {
    texts += 1
    textBytes += utf8.count
  }

  @inline(__always)
  mutating func addNumber(_ number: Double) {
    numbers += 1
    sum += number
  }

  @inline(__always)
  mutating func add(_ value: ScannedValue.Kind) throws {
    switch value {
    case .text(let utf8): addText(utf8)
    case .number(let number): addNumber(number)
    case .boolean: booleans += 1
    case .list(let elements):
      var scanner = JSONScanner(elements)
      repeat { try add(try scanner.value().kind) } while scanner.take(UInt8(ascii: ","))
    }
  }

  /// The sums may differ in the order of their terms.
  static func == (left: Tally, right: Tally) -> Bool {
    left.contacts == right.contacts && left.events == right.events && left.texts == right.texts
      && left.textBytes == right.textBytes && left.numbers == right.numbers && left.booleans == right.booleans
      && left.times == right.times && abs(left.sum - right.sum) <= 1e-9 * abs(left.sum)
  }

  var description: String {
    "\(contacts) contacts, \(events) events, \(texts) texts of \(textBytes) bytes, \(numbers) numbers, "
      + "\(booleans) booleans"
  }
}
