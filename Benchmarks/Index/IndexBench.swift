import FilterCompiler
import SegmentIndex
import SegmentModel

/// `index-bench DATA SEGMENTS [PASSES]`: loads `contacts.ndjson` and `events.ndjson` of `DATA` into an index and times the
/// segments of a JSON file, one thread, the median of so many passes; prints a Markdown table.
@main
struct IndexBench {
  static func main() throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    guard arguments.count >= 2 else { throw BenchError(message: "usage: index-bench DATA SEGMENTS [PASSES]") }
    let passes = arguments.count > 2 ? Int(arguments[2]) ?? 7 : 7
    let segments = try BenchSegments(path: arguments[1])

    var loading = Loading()
    try loading.contacts(path: arguments[0] + "/contacts.ndjson")
    try loading.events(path: arguments[0] + "/events.ndjson")
    let index = loading.index
    print("\(index.contactCount) contacts, \(index.eventCount) events")
    print("built in \(loading.building) without reading the files, \(loading.reading) with that")
    print("columns \(index.byteCount / 1_048_576) MiB, process \(ProcessMemory.resident / 1_048_576) MiB")

    let evaluator = IndexEvaluator(index)
    print("| | what | members | median, ms | least, ms | one contact, µs |\n|---|---|---|---|---|---|")
    for segment in segments.all {
      let timing = Timing(passes: passes) { evaluator.count(of: segment.plan, at: Loading.now) }
      let program = IndexProgram(segment.plan)
      // What a change of one contact costs: every so many of them, one by one.
      let contacts = stride(from: 1, through: Int64(index.contactCount), by: max(1, index.contactCount / 1000))
      let few = Timing(passes: passes) {
        for contact in contacts { _ = evaluator.members(of: program, among: [contact], at: Loading.now) }
        return 0
      }
      print(
        "| \(segment.id) | \(segment.name) | \(timing.answer) | \(timing.median) | \(timing.least) "
          + "| \(few.median) |")
    }
  }
}
