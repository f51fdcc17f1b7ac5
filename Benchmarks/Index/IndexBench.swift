import BenchSupport
import FilterCompiler
import Glibc
import SegmentIndex
import SegmentModel

/// `index-bench DATA SEGMENTS [PASSES [THREADS]]`: loads `contacts.ndjson` and `events.ndjson` of `DATA` into an index, writes
/// that to `DATA/index` and reads it again, and times the segments of a JSON file on so many threads, the median of so many
/// passes; prints a Markdown table. Where `DATA` is a file, it is an index that was written so.
@main
struct IndexBench {
  static func main() throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    guard arguments.count >= 2 else { throw BenchError(message: "usage: index-bench DATA SEGMENTS [PASSES [THREADS]]") }
    let passes = arguments.count > 2 ? Int(arguments[2]) ?? 7 : 7
    let threads = arguments.count > 3 ? Int(arguments[3]) ?? 1 : 1
    let segments = try BenchSegments(path: arguments[1])

    let index = try arguments[0].isDirectory ? built(of: arguments[0]) : read(arguments[0])
    print("\(index.contactCount) contacts, \(index.eventCount) events")
    print("columns \(index.byteCount / 1_048_576) MiB, process \(ProcessMemory.resident / 1_048_576) MiB")

    let evaluator = IndexEvaluator(index, workers: WorkerPool(threads: threads))
    print("| | what | members | median, ms | least, ms | one contact, µs |\n|---|---|---|---|---|---|")
    for segment in segments.all {
      let timing = try Timing(passes: passes) { try evaluator.count(of: segment.plan, at: Loading.now) }
      let program = IndexProgram(segment.plan)
      // What a change of one contact costs: every so many of them, one by one.
      let contacts = stride(from: 1, through: Int64(index.contactCount), by: max(1, index.contactCount / 1000))
      let few = try Timing(passes: passes) {
        for contact in contacts { _ = try evaluator.members(of: program, among: [contact], at: Loading.now) }
        return 0
      }
      print(
        "| \(segment.id) | \(segment.name) | \(timing.answer) | \(timing.median) | \(timing.least) "
          + "| \(few.median) |")
    }
  }

  private static func built(of data: String) throws -> ProfileIndex {
    var loading = Loading()
    try loading.contacts(path: data + "/contacts.ndjson")
    try loading.events(path: data + "/events.ndjson")
    print("built in \(loading.building) without reading the files, \(loading.reading) with that")
    let index = loading.index
    let time = try ContinuousClock().measure { _ = try index.write(to: data + "/index", position: 0, instance: "") }
    print("written in \(time)")
    return try read(data + "/index")
  }

  private static func read(_ path: String) throws -> ProfileIndex {
    let start = ContinuousClock.now
    let index = try ProfileIndex.read(from: path).index
    print("read in \(start.duration(to: .now))")
    return index
  }
}

extension String {
  fileprivate var isDirectory: Bool {
    var status = stat()
    return stat(self, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
