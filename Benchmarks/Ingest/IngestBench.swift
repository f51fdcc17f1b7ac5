/// `ingest-bench SOURCE TARGET TRANSACTIONS [--events-alone]`: the bare loop, for `run.py` beside it. Prints JSON.
@main
struct IngestBench {
  static func main() throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    guard arguments.count >= 3, let transactions = Int(arguments[2]), transactions > 0 else {
      print("usage: ingest-bench SOURCE TARGET TRANSACTIONS [--events-alone]")
      return
    }
    let figures = try BareLoop.run(
      from: arguments[0], into: arguments[1], transactions: transactions,
      isEventsAlone: arguments.dropFirst(3).contains("--events-alone"))
    print(
      """
      {"rows": \(figures.rows), "events": \(figures.events), "transactions": \(figures.transactions), \
      "seconds": \(figures.seconds)}
      """)
  }
}
