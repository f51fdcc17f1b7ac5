import ArgumentParser

/// What a file of contacts or companies is written in.
enum ImportFileFormat: String, ExpressibleByArgument, CaseIterable {
  case csv, ndjson
  /// A message of the tracking API a line.
  case tracking

  /// By the ending of the file's name, without that of a compressed file.
  init?(path: String) {
    var endings = path.split(separator: "/").last?.split(separator: ".").dropFirst().map { $0.lowercased() } ?? []
    if endings.last == "gz" { endings.removeLast() }
    switch endings.last {
    case "csv", "tsv": self = .csv
    case "ndjson", "jsonl": self = .ndjson
    default: return nil
    }
  }
}
