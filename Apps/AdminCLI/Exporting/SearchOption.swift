import ArgumentParser

/// A text that must stand in what is listed.
struct SearchOption: ParsableArguments {
  @Option(name: .customLong("search"), help: "Only those in whose identifiers or names this text stands.")
  var text: String?
}
