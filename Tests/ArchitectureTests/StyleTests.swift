import Foundation
import Testing

/// What the style asks of every source file and can be read off the text.
@Suite struct StyleTests {
  private static let forbidden = ["try!", "fatal" + "Error(", "as! ", "TO" + "DO", "FIX" + "ME", "DateFor" + "matter("]

  private static func sources() throws -> [(name: String, text: String)] {
    var found: [(String, String)] = []
    for folder in ["Modules", "Apps"] {
      let files = FileManager.default.enumerator(
        at: Manifest.root.appending(path: folder), includingPropertiesForKeys: nil)
      while let file = files?.nextObject() as? URL {
        guard file.pathExtension == "swift" else { continue }
        found.append((file.lastPathComponent, try String(contentsOf: file, encoding: .utf8)))
      }
    }
    return found
  }

  /// A new dialect is a folder and an entry of the list; the product's own one is known in more places.
  @Test func dialectIsKnownInItsFolderAndInTheListAlone() throws {
    let folder = Manifest.root.appending(path: "Modules/Plugins/IngestDialects")
    var dialects: [(name: String, folder: String)] = []
    for part in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil) {
      for file in (try? FileManager.default.contentsOfDirectory(at: part, includingPropertiesForKeys: nil)) ?? [] {
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        guard let found = text.firstMatch(of: #/struct (\w+): IngestDialect \{/#) else { continue }
        dialects.append((String(found.1), part.lastPathComponent))
      }
    }
    #expect(dialects.count >= 3)
    for (name, folder) in dialects where name != "TrackingAPI" {
      let files = try Self.sources().filter { $0.text.contains(name) }.map(\.name)
      let own = try FileManager.default.contentsOfDirectory(
        atPath: Manifest.root.appending(path: "Modules/Plugins/IngestDialects/\(folder)").path)
      #expect(Set(files).subtracting(own) == ["Dialects.swift"], "\(name)")
    }
  }

  @Test func noSourceFileIsLongerThan400Lines() throws {
    let sources = try Self.sources()
    #expect(sources.count > 50)
    for (name, text) in sources {
      let lines = text.utf8.count { $0 == UInt8(ascii: "\n") }
      #expect(lines <= 400, "\(name) has \(lines) lines")
    }
  }

  @Test func noSourceFileCanCrashOnOutsideData() throws {
    for (name, text) in try Self.sources() {
      for word in Self.forbidden { #expect(!text.contains(word), "\(name) contains \(word)") }
    }
  }

  @Test func everyUncheckedSendableSaysWhatProtectsIt() throws {
    for (name, text) in try Self.sources() {
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      for (index, line) in lines.enumerated() where line.contains("@unchecked Sendable") {
        let before = lines[max(0, index - 6)..<index].joined(separator: "\n")
        #expect(before.contains("//"), "\(name):\(index + 1) does not say what protects it")
      }
    }
  }
}
