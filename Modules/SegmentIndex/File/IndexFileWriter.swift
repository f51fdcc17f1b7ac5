import Glibc

/// Writes the data of an index file under a name of its own, which takes the place of what is there when it is whole and
/// on disk. One that is not committed goes with the writer.
final class IndexFileWriter {
  /// `shouldStop` said so.
  struct Abandoned: Error {}

  private let path: String
  private let temporary: String
  private let descriptor: Int32
  private let shouldStop: () -> Bool
  /// A frame.
  private let buffer = UnsafeMutableRawBufferPointer.allocate(
    byteCount: IndexFile.checksumSize + IndexFile.frameSize, alignment: 16)
  /// Bytes of data in the buffer.
  private var used = 0
  private var frames: UInt64 = 0
  /// Bytes of data in all.
  private var length = 0
  private var isCommitted = false

  /// - Parameter shouldStop: asked after each frame, and in between.
  init(path: String, shouldStop: @escaping () -> Bool) throws {
    self.path = path
    self.shouldStop = shouldStop
    temporary = Self.temporary(of: path)
    Self.removeUnfinished(of: path)
    descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw IndexFileError.system(path: temporary, errno: errno) }
  }

  private static func temporary(of path: String) -> String { path + ".new" }

  static func removeUnfinished(of path: String) { unlink(temporary(of: path)) }

  deinit {
    buffer.deallocate()
    guard descriptor >= 0 else { return }
    close(descriptor)
    if !isCommitted { unlink(temporary) }
  }

  // MARK: Data

  func write(bytes: UnsafeRawBufferPointer) throws {
    length += bytes.count
    var rest = bytes[...]
    while !rest.isEmpty {
      let part = rest.prefix(IndexFile.frameSize - used)
      UnsafeMutableRawBufferPointer(rebasing: buffer[(IndexFile.checksumSize + used)...])
        .copyMemory(from: UnsafeRawBufferPointer(rebasing: part))
      used += part.count
      rest = rest.dropFirst(part.count)
      if used == IndexFile.frameSize { try writeFrame() }
    }
  }

  func write(_ number: Int) throws { try withUnsafeBytes(of: number.littleEndian) { try write(bytes: $0) } }

  /// How many there are, then the numbers.
  func write<Number: BitwiseCopyable>(_ numbers: [Number]) throws {
    try write(numbers.count)
    try numbers.withUnsafeBytes { try write(bytes: $0) }
  }

  func write(_ text: String) throws { try write(Array(text.utf8)) }

  private func writeFrame() throws {
    let frame = buffer[..<(IndexFile.checksumSize + used)]
    let data = UnsafeRawBufferPointer(rebasing: frame[IndexFile.checksumSize...])
    buffer.storeBytes(of: IndexFile.checksum(of: data, seed: frames).littleEndian, as: UInt64.self)
    // The header comes last: until then nobody takes this for an index.
    let start = IndexFile.headerSize + Int(frames) * (IndexFile.checksumSize + IndexFile.frameSize)
    try store(UnsafeRawBufferPointer(rebasing: frame), at: start)
    frames += 1
    used = 0
    try goOn()
  }

  /// To be asked every few milliseconds.
  /// - Throws: `Abandoned` where somebody waits for the index.
  func goOn() throws { if shouldStop() { throw Abandoned() } }

  private func store(_ bytes: UnsafeRawBufferPointer, at start: Int) throws {
    var stored = 0
    while stored < bytes.count {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[stored...])
      let count = pwrite(descriptor, rest.baseAddress, rest.count, off_t(start + stored))
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw failure }
      stored += count
    }
  }

  private var failure: IndexFileError { .system(path: temporary, errno: errno) }

  // MARK: Committing

  /// Writes what the buffer still holds.
  func finish() throws {
    if used > 0 { try writeFrame() }
  }

  /// After `finish`. Whoever reads the file finds the old one or the new one, whole, whatever happens to the machine.
  func commit() throws {
    let length = UInt64(length)
    let header = [IndexFile.magic, IndexFile.format, length, IndexFile.checksumOfHeader(length: length)]
    try header.map(\.littleEndian).withUnsafeBytes { try store($0, at: 0) }
    guard fsync(descriptor) == 0, rename(temporary, path) == 0 else { throw failure }
    isCommitted = true
    try syncDirectory()
  }

  private func syncDirectory() throws {
    let parent = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    let directory = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard directory >= 0 else { throw failure }
    defer { close(directory) }
    guard fsync(directory) == 0 else { throw failure }
  }
}
