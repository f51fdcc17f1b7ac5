import SegmentModel
import Synchronization

/// One metric by name: its series, one a combination of label values.
final class MetricFamily: Sendable {
  static let maximumSeries = 500

  enum Kind: Sendable {
    case counter, gauge
    case sampled(@Sendable () -> Double)
    case histogram([Double])

    var name: String {
      switch self {
      case .counter: "counter"
      case .gauge, .sampled: "gauge"
      case .histogram: "histogram"
      }
    }
  }

  struct Series: Sendable {
    /// Of a histogram the sum of what was observed.
    var value = 0.0
    /// How many observations fell into each bucket, not summed up; the last one is beyond every bound.
    var buckets: [Int] = []
  }

  let name: String
  let labels: [String]
  private let help: String
  private let kind: Kind
  private let series: Mutex<[[String]: Series]>

  init(name: String, help: String, kind: Kind, labels: [String]) {
    self.name = name
    self.help = help
    self.kind = kind
    self.labels = labels
    // Without labels the one series is there from the start, so that a rate can be taken of its first step.
    var isPresent = labels.isEmpty
    if case .sampled = kind { isPresent = false }
    series = Mutex(isPresent ? [[]: Series()] : [:])
  }

  func update(_ values: [String], _ body: (inout Series) -> Void) {
    precondition(values.count == labels.count, "\(name) has \(labels.count) labels")
    series.withLock { series in
      let isKnown = series[values] != nil || series.count < Self.maximumSeries
      body(&series[isKnown ? values : values.map { _ in "other" }, default: Series()])
    }
  }

  func observe(_ value: Double, _ values: [String]) {
    guard case .histogram(let bounds) = kind else { return }
    update(values) { series in
      if series.buckets.isEmpty { series.buckets = [Int](repeating: 0, count: bounds.count + 1) }
      series.value += value
      series.buckets[bounds.firstIndex { value <= $0 } ?? bounds.count] += 1
    }
  }

  func write(to out: inout String) {
    out += "# HELP \(name) \(Self.escaped(help, quotes: false))\n# TYPE \(name) \(kind.name)\n"
    if case .sampled(let read) = kind {
      out += "\(name) \(Self.number(read()))\n"
      return
    }
    let series = series.withLock { $0 }
    for (values, each) in series.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      let pairs = zip(labels, values).map { "\($0)=\"\(Self.escaped($1, quotes: true))\"" }
      if case .histogram(let bounds) = kind {
        write(each, bounds: bounds, pairs: pairs, to: &out)
      } else {
        out += "\(name)\(Self.braces(pairs)) \(Self.number(each.value))\n"
      }
    }
  }

  private func write(_ series: Series, bounds: [Double], pairs: [String], to out: inout String) {
    var total = 0
    for (index, bound) in (bounds + [.infinity]).enumerated() {
      if index < series.buckets.count { total += series.buckets[index] }
      out += "\(name)_bucket\(Self.braces(pairs + ["le=\"\(Self.number(bound))\""])) \(total)\n"
    }
    out += "\(name)_sum\(Self.braces(pairs)) \(Self.number(series.value))\n"
    out += "\(name)_count\(Self.braces(pairs)) \(total)\n"
  }

  private static func braces(_ pairs: [String]) -> String {
    pairs.isEmpty ? "" : "{" + pairs.joined(separator: ",") + "}"
  }

  private static func number(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
    return value.ecmaScriptText
  }

  private static func escaped(_ text: String, quotes: Bool) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\"" where quotes: result += "\\\""
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
