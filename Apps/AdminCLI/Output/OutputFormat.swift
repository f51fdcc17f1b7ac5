import ArgumentParser

/// How data is written to standard output.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
  /// For people.
  case table
  /// One value: an object, or a list of objects.
  case json
  /// An object a line.
  case ndjson
  /// RFC 4180 with lines that end with LF; the columns are those of the table.
  case csv
}
