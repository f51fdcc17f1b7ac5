import Glibc

/// The lines of a file, read in blocks of 4 MiB.
package struct LineReader {
  private let descriptor: Int32
  private var buffer = [UInt8](repeating: 0, count: 4 << 20)
  private var used = 0

  package init(path: String) throws {
    descriptor = open(path, O_RDONLY)
    guard descriptor >= 0 else { throw BenchError(message: "cannot open \(path)") }
  }

  /// Calls `body` with each line, without its line feed; the last may have none.
  package mutating func read(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    defer { close(descriptor) }
    while true {
      if used == buffer.count { throw BenchError(message: "a line is over 4 MiB") }
      let used = self.used
      let descriptor = self.descriptor
      let count = buffer.withUnsafeMutableBytes {
        Glibc.read(descriptor, $0.baseAddress.map { $0 + used }, $0.count - used)
      }
      guard count > 0 else {
        if used > 0 { try buffer.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[..<used])) } }
        return
      }
      let filled = used + count
      let consumed = try buffer.withUnsafeBytes { bytes in
        guard let base = bytes.baseAddress else { return 0 }
        var start = 0
        while let lineFeed = memchr(base + start, 0x0a, filled - start) {
          let end = base.distance(to: UnsafeRawPointer(lineFeed))
          try body(UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
          start = end + 1
        }
        return start
      }
      self.used = filled - consumed
      buffer.withUnsafeMutableBytes { bytes in
        guard consumed > 0, let base = bytes.baseAddress else { return }
        memmove(base, base + consumed, filled - consumed)
      }
    }
  }
}
