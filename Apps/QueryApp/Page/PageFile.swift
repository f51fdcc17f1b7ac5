import CPage
import Crypto
import StrataService

/// A file that browsers get for the page, without its comments, as it is and gzipped. They are part of the program:
/// nothing is read from disk.
struct PageFile: Sendable {
  /// From the folder of the page: `views/segments.js`.
  let path: String
  let plain: [UInt8]
  let gzip: [UInt8]
  let tag: EntityTag

  private init(path: String, bytes: [UInt8]) {
    self.path = path
    let bytes = Self.withoutComments(bytes)
    plain = bytes
    gzip = Gzip.deflate(bytes)
    tag = EntityTag(Base64URL.encode(SHA256.hash(data: bytes).prefix(12)))
  }

  var contentType: String {
    switch path.split(separator: ".").last {
    case "js": "text/javascript; charset=utf-8"
    case "css": "text/css; charset=utf-8"
    case "svg": "image/svg+xml"
    default: "application/octet-stream"
    }
  }

  /// Leaves out the lines that are nothing but comment; a comment that begins a line has its lines for itself.
  static func withoutComments(_ bytes: [UInt8]) -> [UInt8] {
    var isWithin = false
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).filter { line in
      let text = line.drop { $0 == UInt8(ascii: " ") }
      if !isWithin && !text.starts(with: "/*".utf8) { return !text.starts(with: "//".utf8) }
      isWithin = !text.suffix(2).elementsEqual("*/".utf8)
      return false
    }
    return Array(lines.joined(separator: CollectionOfOne(UInt8(ascii: "\n"))))
  }

  /// By path.
  static let all: [String: PageFile] = {
    var count = 0
    let start = strata_page_files(&count)
    let files = UnsafeBufferPointer(start: start, count: count).map { file in
      PageFile(
        path: String(cString: file.path), bytes: Array(UnsafeBufferPointer(start: file.bytes, count: file.length)))
    }
    return Dictionary(files.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
  }()

  /// Another one when any byte of any file is another: a page and its files are always of one make.
  static let version: String = {
    var hash = SHA256()
    for path in all.keys.sorted() { hash.update(data: Array("\(path) \(all[path]?.tag.text ?? "") ".utf8)) }
    return Base64URL.encode(hash.finalize().prefix(9))
  }()

  static func paths(endingIn ending: String) -> [String] { all.keys.filter { $0.hasSuffix(ending) }.sorted() }
}
