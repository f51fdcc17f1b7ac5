import SegmentModel

/// How long something takes, over several passes.
struct Timing {
  private(set) var answer = 0
  private var milliseconds: [Double] = []

  init(passes: Int, _ body: () throws -> Int) rethrows {
    for _ in 0..<max(passes, 1) {
      let time = try ContinuousClock().measure { answer = try body() }
      milliseconds.append(Double(time.components.attoseconds) / 1e15 + Double(time.components.seconds) * 1000)
    }
    milliseconds.sort()
  }

  var median: String { Self.text(milliseconds[milliseconds.count / 2]) }
  var least: String { Self.text(milliseconds[0]) }

  private static func text(_ milliseconds: Double) -> String { ((milliseconds * 100).rounded() / 100).ecmaScriptText }
}
