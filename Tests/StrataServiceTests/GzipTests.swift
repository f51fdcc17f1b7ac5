import Testing

@testable import StrataService

@Suite struct GzipTests {
  /// `printf hello | gzip -n`
  private let hello: [UInt8] = [
    0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0xCB, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0, 0x86, 0xA6, 0x10, 0x36, 5, 0, 0, 0,
  ]

  private func failure(_ bytes: [UInt8], upTo limit: Int) -> Gzip.Failure? {
    do throws(Gzip.Failure) {
      _ = try Gzip.inflate(bytes, upTo: limit)
      return nil
    } catch {
      return error
    }
  }

  @Test func membersAreInflatedOneAfterTheOther() throws {
    #expect(try Gzip.inflate(hello, upTo: 100) == Array("hello".utf8))
    #expect(try Gzip.inflate(hello + hello, upTo: 100) == Array("hellohello".utf8))
    #expect(Gzip.isGzip(hello))
    #expect(!Gzip.isGzip(Array("{}".utf8)))
  }

  private func stream(_ bytes: [UInt8], pieces size: Int) throws -> [UInt8] {
    var rest = bytes[...]
    let stream = try GunzipStream {
      let piece = rest.prefix(size)
      rest = rest.dropFirst(size)
      return Array(piece)
    }
    var all: [UInt8] = []
    while case let piece = try stream.next(), !piece.isEmpty { all += piece }
    return all
  }

  @Test func streamInflatesWhateverThePiecesAre() throws {
    for size in 1...60 {
      #expect(try stream(hello, pieces: size) == Array("hello".utf8))
      #expect(try stream(hello + hello, pieces: size) == Array("hellohello".utf8))
    }
    for count in 0..<hello.count {
      #expect(throws: Gzip.Failure.malformed) { try stream(Array(hello.prefix(count)), pieces: 7) }
    }
    #expect(throws: Gzip.Failure.malformed) { try stream(hello + [1, 2, 3], pieces: 7) }
  }

  @Test func boundIsTheLargestThatIsInflated() throws {
    #expect(try Gzip.inflate(hello, upTo: 5) == Array("hello".utf8))
    #expect(failure(hello, upTo: 4) == .tooLarge)
    #expect(failure(hello + hello, upTo: 9) == .tooLarge)
    #expect(failure(hello + hello, upTo: 5) == .tooLarge)
  }

  @Test func whatIsCutOrDamagedIsMalformed() {
    for count in 0..<hello.count { #expect(failure(Array(hello.prefix(count)), upTo: 100) == .malformed) }
    for place in hello.indices.dropFirst(10) {
      var bytes = hello
      bytes[place] ^= 0xFF
      #expect(failure(bytes, upTo: 100) != nil, "byte \(place)")
    }
    #expect(failure(Array("hello".utf8), upTo: 100) == .malformed)
    #expect(failure(hello + [0], upTo: 100) == .malformed)
  }

  @Test func whatIsDeflatedIsInflatedToTheSame() throws {
    let texts = ["", "hello", String(repeating: "abc ", count: 10_000)].map { Array($0.utf8) }
    for bytes in texts + [(0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 7919) }] {
      let small = Gzip.deflate(bytes)
      #expect(try Gzip.inflate(small, upTo: 100_000) == bytes)
      if bytes.count > 10_000 { #expect(small.count * 50 < bytes.count) }
    }
  }
}
