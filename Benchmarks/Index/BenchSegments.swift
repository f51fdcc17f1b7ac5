import BenchSupport
import FilterCompiler
import SegmentModel

/// Segments of a JSON file, `[{"id": …, "definition": …}]`, compiled; they may refer to each other.
struct BenchSegments {
  struct Segment {
    let id: String
    let name: String
    let plan: LogicalPlan
  }

  private(set) var all: [Segment] = []

  init(path: String) throws {
    var bytes: [UInt8] = []
    var lines = try LineReader(path: path)
    try lines.read { bytes += $0 }
    guard let entries = try JSONReader.read(bytes).arrayValue else {
      throw BenchError(message: "\(path) is not a list")
    }
    var library: [String: SegmentDefinition] = [:]
    var order: [String] = []
    for entry in entries {
      guard let id = entry["id"]?.stringValue, let definition = entry["definition"] else {
        throw BenchError(message: "\(path) has a segment without id or definition")
      }
      order.append(id)
      library[id] = try SegmentReader.read(definition)
    }
    let compiler = SegmentCompiler(library: library)
    for id in order {
      guard let definition = library[id] else { continue }
      all.append(Segment(id: id, name: definition.name, plan: try compiler.compile(definition, id: id).plan))
    }
  }
}
