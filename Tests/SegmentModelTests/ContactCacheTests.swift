import SegmentModel
import Testing

@Suite struct ContactCacheTests {
  private static func contact(_ id: Int64, text: Int) -> ContactRecord {
    let value = Value.list([.text(String(repeating: "x", count: text)), .number(1)])
    return ContactRecord(
      id: id, createdAt: Instant(milliseconds: 0),
      properties: ["p": StoredValue(value, time: Instant(milliseconds: 0), isTrusted: true)],
      tracked: ["t": StoredValue(.text("y"), time: Instant(milliseconds: 0), isTrusted: true)])
  }

  @Test func weighsWhatItHolds() {
    var cache = ContactCache()
    cache[1] = Self.contact(1, text: 10_000)
    #expect((10_000..<12_000).contains(cache.bytes))
    cache[2] = Self.contact(2, text: 0)
    #expect((10_000..<12_000).contains(cache.bytes) && cache.count == 2)
    cache[1] = Self.contact(1, text: 20_000)
    #expect((20_000..<22_000).contains(cache.bytes) && cache[1] == Self.contact(1, text: 20_000))
    cache[1] = nil
    #expect((1..<2_000).contains(cache.bytes) && cache[1] == nil)
    cache[2] = nil
    #expect(cache.bytes == 0)
    cache[3] = Self.contact(3, text: 1)
    cache.removeAll()
    #expect(cache.bytes == 0 && cache.count == 0 && cache[3] == nil)
  }
}
