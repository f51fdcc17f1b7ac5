import FilterCompiler
import Foundation
import SegmentModel
import TestSupport
import Testing

@testable import SegmentIndex

/// Whatever a file holds, reading it gives an index or an error.
@Suite struct DamagedIndexFileTests {
  private static let isLong = ProcessInfo.processInfo.environment["STRATA_LONG"] != nil

  private let directory: TemporaryDirectory
  private let path: String
  private let bytes: [UInt8]
  private let world: RandomWorld
  private let seed: TestSeed

  init() throws {
    seed = TestSeed()
    var options = RandomWorld.Options()
    (options.contacts, options.companies, options.merges) = (16, 5, 2)
    world = try RandomWorld(seed: seed.value, options: options)
    directory = try TemporaryDirectory()
    path = directory.path(of: "index")
    try WorldInIndex(world.world).index.write(to: path, position: 99, instance: "pro_1")
    bytes = Array(try Data(contentsOf: URL(filePath: path)))
  }

  private func read(_ bytes: [UInt8]) throws -> ProfileIndex {
    try Data(bytes).write(to: URL(filePath: path))
    return try ProfileIndex.read(from: path).index
  }

  @Test func aDamagedFileIsRefused() throws {
    var generator = seed.generator(1)
    _ = try read(bytes)
    for number in 0..<(Self.isLong ? 30_000 : 200) {
      var damaged = bytes
      switch generator.below(5) {
      case 0: damaged.removeLast(1 + generator.below(damaged.count))
      case 1: damaged.append(UInt8(generator.below(256)))
      case 2: damaged.remove(at: generator.below(damaged.count))
      case 3:
        let place = generator.below(damaged.count - 8)
        for offset in 0..<8 { damaged[place + offset] = ~damaged[place + offset] }
      default: damaged[generator.below(damaged.count)] ^= 1 << UInt8(generator.below(8))
      }
      #expect(throws: IndexFileError.self, "damage \(number)") { try read(damaged) }
    }
  }

  @Test func framesThatChangedPlacesAreRefused() throws {
    try LargeIndex.make().write(to: path, position: 0, instance: "")
    var bytes = Array(try Data(contentsOf: URL(filePath: path)))
    let size = IndexFile.checksumSize + IndexFile.frameSize
    for offset in 0..<size { bytes.swapAt(IndexFile.headerSize + offset, IndexFile.headerSize + size + offset) }
    #expect(throws: IndexFileError.damaged(path: path)) { try read(bytes) }
  }

  /// Data that nobody damaged by chance: every checksum is right. What can be read must be fit to be worked with.
  @Test func dataThatMeansHarmDoesNone() throws {
    var generator = seed.generator(2)
    let start = IndexFile.headerSize + IndexFile.checksumSize
    try #require(bytes.count - start < IndexFile.frameSize)
    let compiler = try WorldCompiler.compiler(of: world.world)
    let plans = try world.world.segments.map { try compiler.compile(try SegmentReader.read($0.definition)).plan }
    let donor = try RandomWorld(seed: seed.value &+ 1).world
    var refused = 0
    let tries = Self.isLong ? 20_000 : 100
    for _ in 0..<tries {
      var hostile = bytes
      for _ in 0..<generator.pick(1, 1, 3) { Self.change(&hostile, from: start, using: &generator) }
      let data = hostile[start...].withUnsafeBytes { IndexFile.checksum(of: $0, seed: 0) }
      withUnsafeBytes(of: data.littleEndian) { hostile.replaceSubrange(IndexFile.headerSize..<start, with: $0) }
      guard let index = try? read(hostile) else {
        refused += 1
        continue
      }
      for plan in plans {
        for now in world.nows { _ = try IndexEvaluator(index).members(of: plan, among: nil, at: now) }
        _ = try IndexEvaluator(index).members(of: plan, among: [1, 2, 7, 15], at: world.nows[0])
      }
      var changes = RandomChanges(world, donor: donor, index: index, generator: generator)
      for _ in 0..<20 { try changes.make() }
      for plan in plans { _ = try IndexEvaluator(index).count(of: plan, at: world.nows[1]) }
    }
    // Most of the data are codes and lengths, of which few others will do.
    #expect(refused > tries / 10)
    #expect(refused < tries)
  }

  private static func change(_ bytes: inout [UInt8], from start: Int, using generator: inout SplitMix64) {
    let place = start + generator.below(bytes.count - start - 8)
    let size = generator.pick(1, 4, 8)
    var word: UInt64 = 0
    withUnsafeMutableBytes(of: &word) { $0.copyBytes(from: bytes[place..<place + 8]) }
    let bit = UInt64(generator.below(64))
    let other = generator.pick(
      0, 1, .max, 1 << 63, 1 << 31, 1 << 32 - 1, word &+ 1, word &- 1, word << 1, word ^ 1 << bit, bit * 5,
      generator.next())
    withUnsafeBytes(of: other.littleEndian) { bytes.replaceSubrange(place..<place + size, with: $0.prefix(size)) }
  }
}
