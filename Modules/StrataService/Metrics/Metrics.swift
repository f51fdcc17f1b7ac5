import Synchronization

/// What a program counts and measures, rendered as Prometheus text (exposition format 0.0.4).
///
/// A family keeps at most `MetricFamily.maximumSeries` combinations of label values; further ones are counted together
/// under the label value `other`.
package final class Metrics: Sendable {
  private let families = Mutex<[MetricFamily]>([])

  package init() {}

  /// - Parameter name: `strata_…_total`, by Prometheus' habit.
  package func counter(_ name: String, _ help: String, labels: [String] = []) -> Counter {
    Counter(family: register(MetricFamily(name: name, help: help, kind: .counter, labels: labels)))
  }

  package func gauge(_ name: String, _ help: String, labels: [String] = []) -> Gauge {
    Gauge(family: register(MetricFamily(name: name, help: help, kind: .gauge, labels: labels)))
  }

  /// A gauge that is asked when it is rendered; `read` must not block.
  package func gauge(_ name: String, _ help: String, read: @escaping @Sendable () -> Double) {
    _ = register(MetricFamily(name: name, help: help, kind: .sampled(read), labels: []))
  }

  /// - Parameter bounds: upper ends of the buckets, rising, in the unit of the name.
  package func histogram(
    _ name: String, _ help: String, labels: [String] = [], bounds: [Double] = Histogram.seconds
  ) -> Histogram {
    Histogram(family: register(MetricFamily(name: name, help: help, kind: .histogram(bounds), labels: labels)))
  }

  /// Everything, families in the order in which they were made.
  package func text() -> String {
    var out = ""
    for family in families.withLock({ $0 }) { family.write(to: &out) }
    return out
  }

  /// The family that bears the name already, or this one.
  private func register(_ family: MetricFamily) -> MetricFamily {
    families.withLock { families in
      if let present = families.first(where: { $0.name == family.name }) {
        precondition(present.labels == family.labels, "\(family.name) exists with other labels")
        return present
      }
      families.append(family)
      return family
    }
  }
}

package struct Counter: Sendable {
  let family: MetricFamily

  /// - Parameter labels: values in the order of the names.
  package func increment(by amount: Double = 1, _ labels: String...) {
    family.update(labels) { $0.value += amount }
  }
}

package struct Gauge: Sendable {
  let family: MetricFamily

  package func set(_ value: Double, _ labels: String...) {
    family.update(labels) { $0.value = value }
  }

  package func add(_ amount: Double, _ labels: String...) {
    family.update(labels) { $0.value += amount }
  }
}

package struct Histogram: Sendable {
  /// Buckets for durations in seconds, from half a millisecond to ten seconds.
  package static let seconds: [Double] = [
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
  ]
  /// Buckets for numbers of things.
  package static let sizes: [Double] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000]

  let family: MetricFamily

  package func observe(_ value: Double, _ labels: String...) {
    family.observe(value, labels)
  }

  package func observe(_ duration: Duration, _ labels: String...) {
    family.observe(duration.seconds, labels)
  }
}

extension Duration {
  package var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
