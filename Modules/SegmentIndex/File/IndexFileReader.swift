import Glibc

/// Reads the data of an index file, each frame once and checked before anything in it is believed.
final class IndexFileReader {
  private let path: String
  private let descriptor: Int32
  private let buffer = UnsafeMutableRawBufferPointer.allocate(
    byteCount: IndexFile.checksumSize + IndexFile.frameSize, alignment: 16)
  /// Where in the buffer the next byte of data is, and where the data ends.
  private var place = 0
  private var end = 0
  private var frames: UInt64 = 0
  /// Bytes of data that were not taken yet: a bound on whatever the file says that there is of something.
  private(set) var remaining = 0
  private var length = 0
  private let report: (Double) throws -> Void

  /// - Parameter report: told after each frame how much of the data is read, from 0 to 1; what it throws ends the reading.
  init(path: String, report: @escaping (Double) throws -> Void = { _ in }) throws {
    self.path = path
    self.report = report
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw IndexFileError.system(path: path, errno: errno) }
    length = try lengthOfHeader()
    remaining = length
  }

  deinit {
    buffer.deallocate()
    if descriptor >= 0 { close(descriptor) }
  }

  /// What is there cannot have been written by `IndexFileWriter`.
  var damaged: IndexFileError { .damaged(path: path) }

  private func lengthOfHeader() throws -> Int {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw IndexFileError.system(path: path, errno: errno) }
    let size = Int(status.st_size)
    guard size >= IndexFile.headerSize else { throw IndexFileError.notAnIndex(path: path) }
    try fill(IndexFile.headerSize)
    let header = (0..<4).map { UInt64(littleEndian: buffer.load(fromByteOffset: $0 * 8, as: UInt64.self)) }
    guard header[0] == IndexFile.magic else { throw IndexFileError.notAnIndex(path: path) }
    guard header[1] == IndexFile.format else { throw IndexFileError.otherFormat(path: path, format: header[1]) }
    guard header[3] == IndexFile.checksumOfHeader(length: header[2]), header[2] <= UInt64(size),
      size == IndexFile.size(ofData: Int(header[2]))
    else { throw damaged }
    return Int(header[2])
  }

  /// Reads so many bytes into the buffer.
  private func fill(_ count: Int) throws {
    var filled = 0
    while filled < count {
      let got = Glibc.read(descriptor, buffer.baseAddress.map { $0 + filled }, count - filled)
      if got < 0, errno == EINTR { continue }
      guard got >= 0 else { throw IndexFileError.system(path: path, errno: errno) }
      // It was cut meanwhile.
      guard got > 0 else { throw damaged }
      filled += got
    }
  }

  private func readFrame() throws {
    let count = min(remaining, IndexFile.frameSize)
    try fill(IndexFile.checksumSize + count)
    (place, end) = (IndexFile.checksumSize, IndexFile.checksumSize + count)
    let sum = IndexFile.checksum(of: UnsafeRawBufferPointer(rebasing: buffer[place..<end]), seed: frames)
    guard UInt64(littleEndian: buffer.load(as: UInt64.self)) == sum else { throw damaged }
    frames += 1
    try report(Double(length - remaining + count) / Double(length))
  }

  // MARK: Data

  func read(into target: UnsafeMutableRawBufferPointer) throws {
    guard target.count <= remaining else { throw damaged }
    var rest = target[...]
    while !rest.isEmpty {
      if place == end { try readFrame() }
      let count = min(rest.count, end - place)
      UnsafeMutableRawBufferPointer(rebasing: rest)
        .copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[place..<place + count]))
      place += count
      remaining -= count
      rest = rest.dropFirst(count)
    }
  }

  func number() throws -> Int {
    var number = 0
    try withUnsafeMutableBytes(of: &number) { try read(into: $0) }
    return Int(littleEndian: number)
  }

  /// A number of things each of which takes at least so many bytes of what is left; texts and columns begin with a number.
  func count(ofBytes size: Int = 8) throws -> Int {
    let count = try number()
    guard count >= 0, count <= remaining / size else { throw damaged }
    return count
  }

  func numbers<Number: BitwiseCopyable>(_ type: Number.Type) throws -> [Number] {
    let count = try count(ofBytes: MemoryLayout<Number>.stride)
    return try [Number](unsafeUninitializedCapacity: count) { numbers, initialized in
      try read(into: UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: numbers[..<count])))
      initialized = count
    }
  }

  func text() throws -> String {
    guard let text = String(validating: try numbers(UInt8.self), as: UTF8.self) else { throw damaged }
    return text
  }
}
