import SegmentModel
import Testing

@testable import TestSupport

/// The model against what judges it, with which it shares no code: views, dates and folded texts on random values, and
/// its reader on random definitions, all of which are valid.
@Suite struct ModelAgreementTests {
  private func pool(_ generator: inout SplitMix64) throws -> ValuePool {
    try ValuePool(edges: Set(try RandomNow.three(using: &generator).flatMap(DatePool.edges)).sorted())
  }

  @Test func viewsAgree() throws {
    var generator = TestSeed().generator()
    let pool = try pool(&generator)
    for _ in 0..<1500 {
      let flavor = generator.element(of: ValuePool.Flavor.allCases) ?? .mixed
      let unit = generator.pick(nil, DateUnit.milliseconds, .seconds)
      let name = generator.element(of: DatePool.zones) ?? "UTC"
      let (zone, oracleZone) = (try #require(Zone(name)), try OracleZone(name))
      for scalar in pool.value(flavor, unit: unit, using: &generator).elements {
        #expect(scalar.textView == OracleView.text(scalar))
        #expect(scalar.numberView == OracleView.number(scalar), "\(scalar)")
        #expect(scalar.booleanView == OracleView.boolean(scalar), "\(scalar)")
        let date = scalar.dateView(in: zone, unit: unit)?.milliseconds
        #expect(date == OracleView.date(scalar, unit: unit, in: oracleZone), "\(scalar) in \(name)")
        #expect(Array(scalar.textView.folded.unicodeScalars) == OracleView.folded(scalar.textView), "\(scalar)")
      }
    }
  }

  @Test func spansAgree() throws {
    var generator = TestSeed().generator(1)
    let words = ["y", "M", "w", "d", "h", "m", "s"]
    let zones = DatePool.zones + ["Pacific/Apia", "America/St_Johns", "Africa/Monrovia", "Asia/Pyongyang"]
    for _ in 0..<300 {
      let name = generator.element(of: zones) ?? "UTC"
      let (zone, oracleZone) = (try #require(Zone(name)), try OracleZone(name))
      let moments =
        try RandomNow.three(using: &generator) + [
          Instant(milliseconds: generator.whole(OracleDateMath.years)),
          Instant(milliseconds: generator.whole(-3_000_000_000_000...4_000_000_000_000)),
        ]
      for now in moments {
        var text = "now"
        for _ in 0..<generator.below(4) {
          let amount = generator.pick(0, 1, 1, 2, 12, 31, generator.whole(0...1_000_000))
          text += generator.pick("+", "-") + "\(amount)" + (generator.element(of: words) ?? "d")
        }
        if generator.chance(0.6) { text += "/" + (generator.element(of: words) ?? "d") }
        let span = try #require(DateExpression(text)).span(at: now, in: zone)
        let expected = OracleDateMath.span(of: text, now: now.milliseconds, in: oracleZone)
        #expect(
          OracleSpan(first: span.first.milliseconds, last: span.last.milliseconds) == expected,
          "\(text) at \(now) in \(name)")
      }
    }
  }

  @Test func everyRandomDefinitionIsRead() throws {
    let seed = TestSeed().value
    for offset in 0..<3 as Range<UInt64> {
      var options = RandomWorld.Options()
      options.contacts = 40
      let world = try RandomWorld(seed: seed &+ offset, options: options)
      var random = RandomFilter(world: world.world, nows: world.nows, generator: SplitMix64(seed: seed &+ offset))
      let drawn = (0..<300).map { _ in random.definition() } + world.world.segments.map(\.definition)
      for definition in drawn {
        #expect(throws: Never.self, "\(definition.text)") {
          try SegmentReader.read(try JSONReader.read(definition.text))
        }
      }
    }
  }

  @Test func daysAndDurationsAgree() throws {
    var generator = TestSeed().generator(2)
    for _ in 0..<3000 {
      let number = Int(generator.whole(-1_000_000...4_000_000))
      let (day, model) = (OracleDay(number: number), CivilDate(daysSinceEpoch: number - 719_162))
      #expect([day.year, day.month, day.day] == [model.year, model.month, model.day])
      #expect(day.number == number)
      let months = Int(generator.whole(-500...500))
      let (moved, modelMoved) = (day.adding(months: months), model.adding(months: months))
      #expect([moved.year, moved.month, moved.day] == [modelMoved.year, modelMoved.month, modelMoved.day])
    }
    for text in [
      "1s", "30m", "24h", "30d", "52w", "1000000w", "0d", "1M", "1y", "d", "1", "-1d", "1.5d", "1000001s", " 1d",
    ] {
      #expect(ElapsedDuration(text)?.milliseconds == OracleDateMath.duration(text), "\(text)")
    }
  }
}
