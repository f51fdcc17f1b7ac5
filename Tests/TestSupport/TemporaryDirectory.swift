package import Foundation

/// A new empty directory that goes, with all in it, when nobody holds this any more. Only its owner can enter it.
package final class TemporaryDirectory: Sendable {
  package let url: URL

  package init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "strata-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: url, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
  }

  deinit {
    // It is in the system's place for such things; what cannot be removed now goes with that.
    try? FileManager.default.removeItem(at: url)
  }

  package var path: String { url.path }

  /// Where a file or directory of this name is or would be.
  package func path(of name: String) -> String { url.appending(path: name).path }
}
