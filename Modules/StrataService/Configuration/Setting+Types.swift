extension Setting {
  /// `true` or `false`, also `1`, `0`, `yes`, `no`, `on`, `off`; an option without a value is `true`.
  package static func flag(_ name: String, environment: String, help: String) -> Self where Value == Bool {
    Setting(name, environment: environment, placeholder: "", default: false, help: help) { text in
      switch text.lowercased() {
      case "true", "1", "yes", "on": .value(true)
      case "false", "0", "no", "off": .value(false)
      default: .refused("must be true or false")
      }
    }
  }

  package static func integer(
    _ name: String, environment: String, in range: ClosedRange<Int>, default defaultValue: Int, help: String
  ) -> Self where Value == Int {
    Setting(name, environment: environment, placeholder: "N", default: defaultValue, help: help) { text in
      guard let value = Int(text), range.contains(value) else {
        return .refused("must be a whole number from \(range.lowerBound) to \(range.upperBound)")
      }
      return .value(value)
    }
  }

  /// Not empty, at most 4,096 bytes, no control characters.
  package static func text(
    _ name: String, environment: String, placeholder: String, default defaultValue: String, help: String
  ) -> Self where Value == String {
    Setting(name, environment: environment, placeholder: placeholder, default: defaultValue, help: help) {
      ConfigurationText.plain($0)
    }
  }

  /// As `text`, and absent unless given.
  package static func optionalText(
    _ name: String, environment: String, placeholder: String, isSecret: Bool = false, minimumLength: Int = 1,
    help: String
  ) -> Self where Value == String? {
    Setting(
      name, environment: environment, placeholder: placeholder, default: nil, isSecret: isSecret, help: help
    ) { text in
      if text.utf8.count < minimumLength { return .refused("must have at least \(minimumLength) characters") }
      return ConfigurationText.plain(text).map { Optional($0) }
    }
  }

  /// Texts separated by commas; in the file also a list of strings.
  package static func list(_ name: String, environment: String, placeholder: String, help: String) -> Self
  where Value == [String] {
    Setting(name, environment: environment, placeholder: placeholder, default: [], help: help) { text in
      let items = text.split(separator: ",").map { $0.trimmingBlanks }.filter { !$0.isEmpty }
      return ConfigurationText.plain(text).map { _ in items }
    }
  }

  package static func choice(
    _ name: String, environment: String, placeholder: String, default defaultValue: Value, help: String
  ) -> Self where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
    Setting(name, environment: environment, placeholder: placeholder, default: defaultValue, help: help) { text in
      guard let value = Value(rawValue: text) else {
        return .refused("must be one of " + Value.allCases.map(\.rawValue).joined(separator: ", "))
      }
      return .value(value)
    }
  }
}

enum ConfigurationText {
  static let maximumLength = 4096

  static func plain(_ text: String) -> Reading<String> {
    if text.isEmpty { return .refused("must not be empty") }
    if text.utf8.count > maximumLength { return .refused("must be at most \(maximumLength) bytes long") }
    if text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) {
      return .refused("must not hold control characters")
    }
    return .value(text)
  }
}

extension Substring {
  /// Without blanks and tabs at both ends.
  var trimmingBlanks: String {
    let isBlank = { (character: Character) in character == " " || character == "\t" }
    return String(self.drop(while: isBlank).reversed().drop(while: isBlank).reversed())
  }
}
