import SegmentModel

/// The values of a program's settings: what was given on the command line, else in the environment, else in the
/// JSON file that `--config` or `STRATA_CONFIG` names, else the default.
package struct Configuration: Sendable {
  private let values: [String: any Sendable]

  /// Names in the environment that look like ours and are not, for the log. They do not stop a start, for others
  /// write to the environment too (Kubernetes makes `STRATA_…_SERVICE_HOST` of a service's name).
  package let unknownVariables: [String]

  /// Reads every setting and says every mistake at once.
  /// - Parameters:
  ///   - settings: what this program reads.
  ///   - given: options given on the command line, by name without dashes; `config` is the file. A flag is `"true"`.
  ///   - environment: all variables; an empty one counts as absent.
  ///   - known: what may stand in the file without being read here.
  ///   - readFile: the bytes of the file.
  /// - Throws: `InvalidConfiguration`.
  package init(
    _ settings: [any AnySetting], given: [String: String], environment: [String: String],
    known: [any AnySetting] = Settings.everything,
    readFile: (String) throws -> [UInt8] = ConfigurationFile.bytes
  ) throws {
    var mistakes: [String] = []
    let path = given["config"] ?? environment["STRATA_CONFIG"].flatMap { $0.isEmpty ? nil : $0 }
    let file = ConfigurationFile(path: path, known: known + settings, readFile: readFile, mistakes: &mistakes)
    let names = Set(settings.map(\.name)).union(["config"])
    for name in given.keys.sorted() where !names.contains(name) {
      mistakes.append("unknown option --\(name)")
    }
    var values: [String: any Sendable] = [:]
    for setting in settings {
      let candidates: [(text: String?, place: String)] = [
        (given[setting.name], "--\(setting.name)"),
        (environment[setting.environment].flatMap { $0.isEmpty ? nil : $0 }, setting.environment),
        (file.texts[setting.key], "\"\(setting.key)\" in \(path ?? "")"),
      ]
      guard let (given, place) = candidates.first(where: { $0.text != nil }), let text = given else { continue }
      switch setting.readAny(text) {
      case .value(let value): values[setting.key] = value
      case .refused(let why):
        mistakes.append(setting.isSecret ? "\(place) \(why)" : "\(place) is \"\(text)\", but \(why)")
      }
    }
    if !mistakes.isEmpty { throw InvalidConfiguration(mistakes: mistakes) }
    self.values = values
    let variables = Set((known + settings).map(\.environment)).union(["STRATA_CONFIG"])
    unknownVariables = environment.keys.filter { $0.hasPrefix("STRATA_") && !variables.contains($0) }.sorted()
  }

  package subscript<Value>(setting: Setting<Value>) -> Value {
    values[setting.key] as? Value ?? setting.defaultValue
  }
}

/// Why a program does not start: one sentence a mistake.
package struct InvalidConfiguration: Error, Equatable, CustomStringConvertible {
  package let mistakes: [String]

  package var description: String { mistakes.joined(separator: "\n") }
}
