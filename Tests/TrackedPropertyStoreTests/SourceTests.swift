import SegmentModel
import Testing

@testable import TrackedPropertyStore

struct SourceTests {
  @Test func sourceIsFoundByItsKeyUntilThatIsRotated() throws {
    let store = try TemporaryStore()
    let (source, key) = try store.profiles.write { transaction in
      try transaction.createSource(
        name: "Shop", kind: .browser, allowedOrigins: ["https://shop.example", "http://localhost:*"], isKeyless: true,
        requiresProof: true, now: store.now)
    }.value
    #expect(source.publicID.hasPrefix("src_"))
    #expect(!source.proofSecret.isEmpty)
    #expect(try store.profiles.read { try $0.source(writeKey: key) } == source)
    let listing = try store.profiles.read { try $0.sources() }
    #expect(listing == [SourceListing(source: source, keyPrefix: String(key.prefix(8)), createdAt: store.now)])

    let next = try store.profiles.write { try $0.rotateSource(source.publicID) }.value
    #expect(next != key)
    #expect(try store.profiles.read { try $0.source(writeKey: key) } == nil)
    #expect(try store.profiles.read { try $0.source(writeKey: next) } == source)
  }

  @Test func revokedSourceSaysSo() throws {
    let store = try TemporaryStore()
    let (source, key) = try store.profiles.write {
      try $0.createSource(name: "CRM", kind: .server, now: store.now)
    }.value
    _ = try store.profiles.write { try $0.revokeSource(source.publicID, now: store.now) }
    #expect(try store.profiles.read { try $0.source(writeKey: key)?.revokedAt } == store.now)
    for change in [
      { try store.profiles.write { try $0.revokeSource(source.publicID, now: store.now) }.position },
      { Int64(try store.profiles.write { try $0.rotateSource(source.publicID) }.value.count) },
    ] {
      #expect(throws: ProfileStoreError.sourceMissing(source.publicID)) { try change() }
    }
  }

  @Test func settingIsKeptUntilItIsRemoved() throws {
    let store = try TemporaryStore()
    let zone = { try store.profiles.read { try $0.setting("timeZone") } }
    #expect(try zone() == nil)
    _ = try store.profiles.write { try $0.set("Europe/Berlin", setting: "timeZone") }
    #expect(try zone() == "Europe/Berlin")
    _ = try store.profiles.write { try $0.set(nil, setting: "timeZone") }
    #expect(try zone() == nil)
  }
}
