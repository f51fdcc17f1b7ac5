import FilterCompiler
import SegmentModel

/// How long the largest filters take from JSON to a plan: read, bound, rewritten. Prints a Markdown table.
@main struct CompileBenchmark {
  private static let runs = 51

  static func main() throws {
    print("| filter | nodes | median, ms | slowest, ms |\n|---|---|---|---|")
    for filter in try LargeFilter.all() {
      let compiler = SegmentCompiler(library: filter.library)
      var times = try (0..<runs).map { _ in
        let start = ContinuousClock.now
        let definition = try SegmentReader.read(filter.definition)
        let plan = try compiler.compile(definition).plan
        let time = (ContinuousClock.now - start) / .milliseconds(1)
        // A plan that says nothing would be no measure.
        precondition(!plan.dependencies.properties.isEmpty)
        return time
      }
      times.sort()
      print("| \(filter.name) | \(filter.nodes) | \(text(times[runs / 2])) | \(text(times[runs - 1])) |")
    }
  }

  private static func text(_ milliseconds: Double) -> String { "\((milliseconds * 100).rounded() / 100)" }
}
