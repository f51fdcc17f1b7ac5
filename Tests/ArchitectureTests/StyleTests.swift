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
