import Foundation

/// The targets that `Package.swift` declares, read as text: name, folder and what each depends on.
struct Manifest {
  struct Target {
    var name: String
    var path: String
    var dependencies: [String]
  }

  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  var targets: [Target] = []

  init() throws {
    let text = try String(contentsOf: Self.root.appending(path: "Package.swift"), encoding: .utf8)
    let products = try Self.products(in: text)
    guard let list = text.range(of: "targets: [\n", options: .backwards) else { return }
    let opening = /(?:module|\.target|\.executableTarget)\(/
    var rest = text[list.upperBound...]
    while let match = rest.firstMatch(of: opening) {
      let body = Self.balanced(rest[match.range.upperBound...])
      rest = rest[body.endIndex...]
      guard let name = body.firstMatch(of: /"([^"]+)"/)?.1 else { continue }
      let needs = body.firstMatch(of: /(?:needs|dependencies): \[([^\]]*)\]/)?.1 ?? ""
      let dependencies = needs.split(separator: ",").map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
        .filter { !$0.isEmpty }
        .map { $0.hasPrefix("\"") ? $0.replacing("\"", with: "") : products[$0] ?? $0 }
      let path = body.firstMatch(of: /path: "([^"]+)"/)?.1 ?? "Modules/\(name)"
      targets.append(Target(name: String(name), path: String(path), dependencies: dependencies))
    }
  }

  /// `let grdb = Target.Dependency.product(name: "GRDB", …)` by the constant's name.
  private static func products(in text: String) throws -> [String: String] {
    text.matches(of: /let (\w+) = Target\.Dependency\.product\(name: "([^"]+)"/)
      .reduce(into: [:]) { $0[String($1.1)] = String($1.2) }
  }

  /// Up to the parenthesis that closes the one before `text`.
  private static func balanced(_ text: Substring) -> Substring {
    var depth = 1
    for index in text.indices {
      if text[index] == "(" { depth += 1 }
      if text[index] == ")" { depth -= 1 }
      if depth == 0 { return text[..<index] }
    }
    return text
  }
}

extension Manifest.Target {
  /// What the Swift files of the target import, by file; folders of other targets within it are left out.
  func imports(excluding others: [String]) throws -> [(file: String, module: String)] {
    let folder = Manifest.root.appending(path: path)
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    var found: [(String, String)] = []
    while let file = files?.nextObject() as? URL {
      guard file.pathExtension == "swift", !others.contains(where: { file.path.contains("/\($0)/") }) else { continue }
      let text = try String(contentsOf: file, encoding: .utf8)
      let pattern = /(?m)^(?:@[\w()]+ )*(?:package |public |internal |private |fileprivate )?import (?:\w+ )?(\w+)/
      for match in text.matches(of: pattern) {
        found.append((file.lastPathComponent, String(match.1)))
      }
    }
    return found
  }
}
