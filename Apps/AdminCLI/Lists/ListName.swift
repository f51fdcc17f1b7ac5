import ArgumentParser
import SegmentModel
import TrackedPropertyStore

/// What a list may be called.
enum ListName {
  /// - Throws: `ValidationError`, which names the option.
  static func check(_ name: String, _ option: String) throws {
    if !ListLimits.nameLength.contains(name.trimmedASCII.unicodeScalars.count) {
      throw ValidationError("\(option) must have 1 to \(ListLimits.nameLength.upperBound) characters.")
    }
  }
}
