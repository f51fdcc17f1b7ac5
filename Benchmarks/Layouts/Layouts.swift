import BenchSupport
import Glibc

/// `layouts DATA DIRECTORY [LAYOUT…]`: measures the candidate layouts of `profiles.sqlite` with the
/// generated data in `DATA`, in databases under `DIRECTORY`, and prints a table.
@main
struct Layouts {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    guard arguments.count >= 2, let data = arguments.first, let directory = arguments.dropFirst().first else {
      throw BenchError(message: "usage: layouts DATA DIRECTORY [rows] [documents] [packed]")
    }
    mkdir(directory, 0o700)
    let wanted = arguments.count > 2 ? Set(arguments.dropFirst(2)) : ["rows", "documents", "packed"]
    let run = LayoutRun(data: data, directory: directory)
    var all: [Figures] = []
    if wanted.contains(RowsLayout.name) { all.append(try run.measure(RowsLayout.self)) }
    if wanted.contains(DocumentsLayout.name) { all.append(try run.measure(DocumentsLayout.self)) }
    if wanted.contains(PackedLayout.name) { all.append(try run.measure(PackedLayout.self)) }

    guard let first = all.first else { throw BenchError(message: "no such layout") }
    guard all.allSatisfy(first.agrees(with:)) else {
      throw BenchError(message: "the layouts do not hold the same data: \(all)")
    }
    print("\(first.tally)")
    print(Figures.heading)
    for figures in all { print(figures.line) }
  }
}
