import StrataService
import Testing

@Suite struct MetricsTests {
  @Test func familiesAreRenderedAsPrometheusText() {
    let metrics = Metrics()
    let requests = metrics.counter("requests_total", "Requests\nanswered.", labels: ["route", "status"])
    requests.increment("/b", "200")
    requests.increment("/a\"\\\n", "200")
    requests.increment(by: 2, "/b", "200")
    metrics.gauge("depth", "Depth.").set(-1.5)
    metrics.gauge("answer", "Asked when rendered.") { 42 }
    _ = metrics.counter("errors_total", "Errors.")
    let seconds = metrics.histogram("seconds", "Time.", bounds: [0.1, 1])
    for value in [0.05, 0.1, 0.5, 7] { seconds.observe(value) }
    #expect(
      metrics.text() == #"""
        # HELP requests_total Requests\nanswered.
        # TYPE requests_total counter
        requests_total{route="/a\"\\\n",status="200"} 1
        requests_total{route="/b",status="200"} 3
        # HELP depth Depth.
        # TYPE depth gauge
        depth -1.5
        # HELP answer Asked when rendered.
        # TYPE answer gauge
        answer 42
        # HELP errors_total Errors.
        # TYPE errors_total counter
        errors_total 0
        # HELP seconds Time.
        # TYPE seconds histogram
        seconds_bucket{le="0.1"} 2
        seconds_bucket{le="1"} 3
        seconds_bucket{le="+Inf"} 4
        seconds_sum 7.65
        seconds_count 4

        """#)
  }

  @Test func labelSetIsBounded() {
    let metrics = Metrics()
    let counter = metrics.counter("total", "Total.", labels: ["id"])
    for number in 0..<2000 { counter.increment("\(number)") }
    let lines = metrics.text().split(separator: "\n").filter { !$0.hasPrefix("#") }
    #expect(lines.count == 501)
    #expect(lines.contains("total{id=\"other\"} 1500"))
  }

  @Test func sameNameIsSameFamily() {
    let metrics = Metrics()
    metrics.counter("total", "Total.").increment()
    metrics.counter("total", "Total.").increment()
    #expect(metrics.text().hasSuffix("total 2\n"))
  }
}
