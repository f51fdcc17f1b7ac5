import ArgumentParser

/// What a file of contacts or companies is written in.
enum ImportFileFormat: String, ExpressibleByArgument, CaseIterable {
  case csv, ndjson

  /// By the ending of the file's name.
  init?(path: String) {
    switch path.split(separator: "/").last?.split(separator: ".").last?.lowercased() {
    case "csv", "tsv": self = .csv
    case "ndjson", "jsonl": self = .ndjson
    default: return nil
    }
  }
}
