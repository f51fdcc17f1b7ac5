/// One option: its names on the command line, in the environment and in the `--config` file, its type, default and help.
package struct Setting<Value: Sendable>: AnySetting {
  /// Without the two dashes: `public-url`.
  package let name: String
  /// `STRATA_…`.
  package let environment: String
  /// In the JSON file; made of the environment variable, so that one file serves both servers: `ingestPublicUrl`.
  package let key: String
  /// What stands for the value in the usage text.
  package let placeholder: String
  package let defaultValue: Value
  /// A sentence for `--help`.
  package let help: String
  /// A secret's value is never repeated in a message.
  package let isSecret: Bool

  private let read: @Sendable (String) -> Reading<Value>

  package init(
    _ name: String, environment: String, placeholder: String, default defaultValue: Value, isSecret: Bool = false,
    help: String, read: @escaping @Sendable (String) -> Reading<Value>
  ) {
    self.name = name
    self.environment = environment
    self.key = Self.key(of: environment)
    self.placeholder = placeholder
    self.defaultValue = defaultValue
    self.help = help
    self.isSecret = isSecret
    self.read = read
  }

  package func readAny(_ text: String) -> Reading<any Sendable> {
    switch read(text) {
    case .value(let value): .value(value)
    case .refused(let why): .refused(why)
    }
  }

  /// `STRATA_INGEST_PORT` → `ingestPort`.
  private static func key(of environment: String) -> String {
    let words = environment.split(separator: "_").dropFirst().map { $0.lowercased() }
    return words.enumerated().map { index, word in
      index == 0 ? word : word.prefix(1).uppercased() + word.dropFirst()
    }.joined()
  }
}

/// What a text means as a value, or why it means nothing.
package enum Reading<Value: Sendable>: Sendable {
  case value(Value)
  /// Completes a sentence that begins with the name and the value: `must be a whole number from 0 to 65535`.
  case refused(String)

  func map<Other: Sendable>(_ transform: (Value) -> Other) -> Reading<Other> {
    switch self {
    case .value(let value): .value(transform(value))
    case .refused(let why): .refused(why)
    }
  }
}

/// A setting of any type, as lists of settings hold it.
package protocol AnySetting: Sendable {
  var name: String { get }
  var environment: String { get }
  var key: String { get }
  var isSecret: Bool { get }
  func readAny(_ text: String) -> Reading<any Sendable>
}
