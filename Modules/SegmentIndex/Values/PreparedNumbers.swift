import FilterCompiler

/// A test of numbers, ready to be asked many times.
enum PreparedNumbers {
  /// Ascending, each once.
  case isOneOf([Double])
  /// Both ends included; nothing where the lower is above the upper.
  case range(Double, Double)

  init(_ test: ValueTest.NumberTest) {
    switch test {
    case .isOneOf(let numbers): self = .isOneOf(Set(numbers.filter { !$0.isNaN }).sorted())
    case .range(let lower, let upper):
      // An end that is not included: the next number is.
      self = .range(
        lower.map { $0.isIncluded ? $0.value : $0.value.nextUp } ?? -.infinity,
        upper.map { $0.isIncluded ? $0.value : $0.value.nextDown } ?? .infinity)
    }
  }

  func holds(_ number: Double) -> Bool {
    switch self {
    case .range(let lower, let upper): number >= lower && number <= upper
    case .isOneOf(let numbers):
      if numbers.count <= 8 {
        numbers.contains(number)
      } else {
        Self.contains(numbers, number)
      }
    }
  }

  private static func contains(_ numbers: [Double], _ number: Double) -> Bool {
    var (low, high) = (0, numbers.count)
    while low < high {
      let middle = (low + high) / 2
      if numbers[middle] < number { low = middle + 1 } else { high = middle }
    }
    return low < numbers.count && numbers[low] == number
  }
}
