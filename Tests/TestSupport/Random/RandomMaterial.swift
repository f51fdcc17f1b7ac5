package import SegmentModel

/// Names and values for things that happen around a moment: as a random world has them, on the edges of what filters ask
/// at that moment.
package struct RandomMaterial {
  private let pool: ValuePool
  private let edges: [Int64]
  private let now: Instant

  package init(around now: Instant) throws {
    self.now = now
    pool = try ValuePool(edges: DatePool.edges(of: now))
    edges = pool.edges
  }

  /// A property of contacts, and now and then its removal.
  package func property(using generator: inout SplitMix64) -> NamedValue {
    // What identifies somebody would join contacts.
    let identifying: Set = ["primaryEmail", "primaryPhone", "code"]
    return value(of: WorldSchema.contacts.filter { !identifying.contains($0.name) }, using: &generator)
  }

  package func tracked(using generator: inout SplitMix64) -> NamedValue {
    value(of: WorldSchema.tracked, using: &generator)
  }

  package func companyProperty(using generator: inout SplitMix64) -> NamedValue {
    value(of: WorldSchema.companies, using: &generator)
  }

  package func eventName(using generator: inout SplitMix64) -> String {
    generator.element(of: WorldSchema.events) ?? "purchase"
  }

  package func attributes(using generator: inout SplitMix64) -> [NamedValue] {
    WorldSchema.attributes.compactMap { entry in
      generator.chance(entry.density) ? NamedValue(entry.name, pool.value(entry.flavor, using: &generator)) : nil
    }
  }

  /// Now, late, or up to a day ahead; often such that a bound meets it soon.
  package func eventTime(using generator: inout SplitMix64) -> Instant {
    switch generator.below(10) {
    case 0...3: return now
    case 4: return now.advanced(milliseconds: -generator.whole(0...60_000))
    case 5: return now.advanced(milliseconds: generator.whole(0...60_000))
    case 6: return now.advanced(milliseconds: generator.whole(0...86_400_000))
    case 7: return now.advanced(milliseconds: -generator.whole(0...40 * 86_400_000))
    default:
      let edge = Instant(milliseconds: generator.element(of: edges) ?? now.milliseconds)
      return min(edge, now.advanced(milliseconds: 86_400_000))
    }
  }

  private func value(of entries: [WorldSchema.Entry], using generator: inout SplitMix64) -> NamedValue {
    guard let entry = generator.element(of: entries) else { return NamedValue("plan", nil) }
    if generator.chance(0.12) { return NamedValue(entry.name, nil) }
    return NamedValue(entry.name, pool.value(entry.flavor, unit: entry.unit, using: &generator))
  }
}
