import SegmentStore
import TestSupport

/// The segments of a directory without a server.
struct DirectoryStore {
  let segments: SegmentStore

  init(_ directory: TemporaryDirectory) throws {
    segments = try SegmentStore(path: directory.path(of: "data/segments.sqlite"))
  }
}
