import SegmentModel
import TrackedPropertyStore

/// The source that the first start makes, so that a page on the developer's own machine needs no key.
/// Source: values-and-identity, "Identity".
enum FirstSource {
  static let origins = ["http://localhost:*", "http://127.0.0.1:*"]

  /// - Returns: whether it was made: there was no source at all.
  static func makeIfMissing(in profiles: ProfileDatabase, now: Instant) throws -> Bool {
    guard try profiles.read({ try $0.sources().isEmpty }) else { return false }
    _ = try profiles.write { transaction in
      _ = try transaction.createSource(
        name: "Pages on this machine", kind: .browser, allowedOrigins: origins, isKeyless: true, now: now)
    }
    return true
  }
}
