/// What came of holding a backend against the oracle.
package struct Verdict: CustomStringConvertible, Sendable {
  package internal(set) var disagreements: [Disagreement] = []
  package internal(set) var tally = FilterTally()

  /// The disagreements where there are any, else the tally.
  package var description: String {
    disagreements.isEmpty ? tally.description : disagreements.map(\.description).joined(separator: "\n\n")
  }
}
