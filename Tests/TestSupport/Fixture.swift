package import Foundation
package import SegmentModel

/// The files under `Fixtures`.
package enum Fixture {
  package static let directory = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Fixtures").standardizedFileURL

  package static func bytes(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: directory.appending(path: path)))
  }

  package static func json(_ path: String) throws -> JSONValue { try JSONReader.read(try bytes(path)) }

  /// The worked examples, by name without ending; `parent` refers to `seg_` and such a name.
  package static func segments() throws -> [OracleWorld.SavedSegment] {
    let files = try FileManager.default.contentsOfDirectory(atPath: directory.appending(path: "filters").path)
    let names = files.filter { $0.hasSuffix(".json") && $0 != "malformed.json" }.map { String($0.dropLast(5)) }
    return try names.sorted().map {
      OracleWorld.SavedSegment(id: "seg_\($0)", definition: try json("filters/\($0).json"))
    }
  }
}
