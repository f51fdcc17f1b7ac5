import SegmentModel

/// Names, values and numbers within a sentence.
enum WordedText {
  /// Characters of a name or text; what is longer is cut.
  static let longestText = 80
  /// Values of a list that are named.
  static let namedValues = 5

  /// Words that a sentence is built of: a name that has one is quoted.
  private static let ownWords: Set<String> = [
    "and", "or", "not", "is", "in", "on", "with", "where", "then", "no", "of", "that", "was", "did", "never",
  ]

  /// A name as sent: bare where it is one plain word.
  static func name(_ name: String) -> String {
    isPlain(name, alsoBlank: false) ? name.cutForWords : quoted(name)
  }

  /// A label that somebody gave: bare where it is made of plain words.
  static func label(_ label: String) -> String {
    isPlain(label, alsoBlank: true) ? label.cutForWords : quoted(label)
  }

  private static func isPlain(_ text: String, alsoBlank: Bool) -> Bool {
    let words = text.split(separator: " ", omittingEmptySubsequences: false)
    guard alsoBlank || words.count == 1 else { return false }
    return words.allSatisfy { word in
      !word.isEmpty && !ownWords.contains(word.lowercased())
        && word.unicodeScalars.allSatisfy {
          $0.properties.isAlphabetic || "0123456789_-.$:/".unicodeScalars.contains($0)
        }
    }
  }

  /// In quotation marks; as JSON where the text has such marks itself, or characters that cannot be seen.
  static func quoted(_ text: String) -> String {
    let cut = text.cutForWords
    let isOdd = cut.unicodeScalars.contains { scalar in
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator, .format: true
      default: scalar == "“" || scalar == "”"
      }
    }
    return isOdd ? JSONValue.string(cut).text : "“\(cut)”"
  }

  static func value(_ scalar: Scalar) -> String {
    switch scalar {
    case .text(let text): quoted(text)
    case .number(let number): number.ecmaScriptText
    case .boolean(let boolean): boolean ? "true" : "false"
    }
  }

  /// `a, b or c`; of many the first few, and how many more.
  static func list(_ items: [String], joinedBy word: String) -> String {
    if items.count > namedValues {
      return items.prefix(namedValues).joined(separator: ", ") + " \(word) \(items.count - namedValues) more"
    }
    guard let last = items.last, items.count > 1 else { return items.joined() }
    return items.dropLast().joined(separator: ", ") + " \(word) \(last)"
  }

  /// `1 day`, `3 days`.
  static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

  /// `once`, `3 times`.
  static func times(_ number: Int) -> String { number == 1 ? "once" : "\(number) times" }
}

extension String {
  var cutForWords: String {
    count <= WordedText.longestText ? self : prefix(WordedText.longestText - 1) + "…"
  }

  var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }

  /// `session count` for `sessionCount`.
  var wordsOfCamelCase: String {
    reduce(into: "") { text, character in
      if character.isUppercase { text += " " }
      text += character.lowercased()
    }
  }
}
