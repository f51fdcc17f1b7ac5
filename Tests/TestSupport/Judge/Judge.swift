package import SegmentModel

/// Holds a backend against the oracle on random filters over one random world.
package struct Judge {
  /// A backend: row ids of the members of a definition as of an instant. The world's saved segments, which the
  /// definition may refer to, are known to it.
  package typealias Backend = (_ definition: JSONValue, _ now: Instant) throws -> Set<Int64>

  private let world: RandomWorld
  private let subset: FilterSubset
  private let oracle: Oracle

  /// - Parameter subset: the same that the world's saved segments were made of, or a larger one.
  package init(_ world: RandomWorld, subset: FilterSubset) {
    self.world = world
    self.subset = subset
    oracle = Oracle(world.world)
  }

  /// - Parameters:
  ///   - stream: another one gives other filters over the same world.
  ///   - most: stop after so many disagreements.
  /// - Throws: `OracleError`; what the backend throws is a disagreement.
  package func run(
    filters: Int, stream: UInt64 = 3, stoppingAfter most: Int = 3, backend: Backend
  ) throws -> Verdict {
    var random = RandomFilter(
      world: oracle.world, nows: world.nows, subset: subset, generator: SplitMix64(seed: world.seed, stream: stream))
    var verdict = Verdict()
    for number in 1...max(filters, 1) {
      let definition = random.definition()
      let now = random.now()
      let expected = try oracle.members(of: definition, now: now)
      let isCompany = definition["contentType"]?.stringValue == "company"
      verdict.tally.record(
        definition, members: expected.count, of: isCompany ? oracle.world.companies.count : population(definition))
      guard Self.answer(backend, definition, now) != .members(expected) else { continue }
      let shrunk = try shrunk(definition, now: now, backend: backend)
      verdict.disagreements.append(
        Disagreement(
          number: number, world: world.summary, definition: definition, shrunk: shrunk, now: now,
          evidence: try evidence(shrunk, now, backend)))
      if verdict.disagreements.count >= most { break }
    }
    return verdict
  }

  private func population(_ definition: JSONValue) -> Int {
    let state = definition["contentType"]?.stringValue.flatMap(ContactState.init)
    return oracle.world.contacts.count { state == nil || $0.state == state }
  }

  // MARK: Answers

  private enum Answer: Equatable {
    case members(Set<Int64>)
    case failure(String)
  }

  private static func answer(_ backend: Backend, _ definition: JSONValue, _ now: Instant) -> Answer {
    do {
      return .members(try backend(definition, now))
    } catch {
      return .failure("\(error)")
    }
  }

  private func disagrees(_ definition: JSONValue, _ now: Instant, _ backend: Backend) throws -> Bool {
    Self.answer(backend, definition, now) != .members(try oracle.members(of: definition, now: now))
  }

  /// The smallest definition that is found on which the two still disagree.
  package func shrunk(_ definition: JSONValue, now: Instant, backend: Backend) throws -> JSONValue {
    var smallest = definition
    var tries = 400
    search: while tries > 0 {
      for candidate in Shrinking.smaller(smallest, saved: oracle.world.segments) {
        tries -= 1
        if tries == 0 { break search }
        if try disagrees(candidate, now, backend) {
          smallest = candidate
          continue search
        }
      }
      break
    }
    return smallest
  }

  private func evidence(_ definition: JSONValue, _ now: Instant, _ backend: Backend) throws -> String {
    let expected = try oracle.members(of: definition, now: now)
    guard case .members(let found) = Self.answer(backend, definition, now) else {
      if case .failure(let error) = Self.answer(backend, definition, now) { return "the backend failed: \(error)" }
      return ""
    }
    let missing = expected.subtracting(found).sorted()
    let surplus = found.subtracting(expected).sorted()
    var lines = [
      "oracle \(expected.count), backend \(found.count)", "missing \(missing.prefix(20))",
      "surplus \(surplus.prefix(20))",
    ]
    if let one = missing.first ?? surplus.first {
      let isCompany = definition["contentType"]?.stringValue == "company"
      lines.append(isCompany ? Exhibit.company(one, in: oracle.world) : Exhibit.contact(one, in: oracle.world))
      for id in Shrinking.references(in: definition) {
        guard let saved = oracle.world.segments.first(where: { $0.id == id }) else { continue }
        lines.append("\(id): \(saved.definition.text)")
      }
    }
    return lines.joined(separator: "\n")
  }
}
