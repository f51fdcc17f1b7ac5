import FilterCompiler
import Foundation
import SegmentModel
import SegmentStore

/// Checks what is stored of the segments: each against itself, then the members of each against a fresh evaluation. Right
/// with servers running: it waits for the follower to stand at the end of the feed, and believes in a difference when it
/// has found it twice. Blocks.
package struct SegmentChecker {
  /// How long one read of both stores goes on to the next segment; nobody is to be held up by it.
  private static let read = Duration.milliseconds(500)

  private let service: SegmentService
  private let patience: Duration
  private let pause: () -> Void

  private var report = CheckReport()
  private var waiting: [SegmentName] = []
  /// Why a segment is still waiting, by id.
  private var obstacles: [String: String] = [:]
  /// Why all of them are.
  private var obstacle = "It could not be compared in time."
  /// Segments that were found to differ, once.
  private var suspects: Set<String> = []
  /// What was found of those that a server may just be about to evaluate, by id.
  private var due: [String: CheckReport.Finding] = [:]
  private var areTotalsSuspect = false
  private var areTotalsChecked = false

  /// - Parameters:
  ///   - patience: how long to wait for the follower without getting on; none where no server runs.
  ///   - pause: between two looks at where the follower stands.
  package init(
    _ service: SegmentService, patience: Duration = .seconds(10), pause: @escaping () -> Void = { usleep(10_000) }
  ) {
    self.service = service
    self.patience = patience
    self.pause = pause
  }

  package mutating func run() throws -> CheckReport {
    waiting = try service.store.read { try $0.segments() }.map { SegmentName(id: $0.id, name: $0.definition.name) }
    for segment in waiting {
      let findings = try service.store.read { reading in try reading.segment(segment.id).map(reading.check) } ?? []
      for finding in findings { report.add(finding, of: segment) }
    }
    areTotalsChecked = try service.store.read { try $0.totals() }.isEmpty
    var deadline = ContinuousClock.now + patience
    while !waiting.isEmpty || !areTotalsChecked {
      let gotOn = try attempt()
      if gotOn {
        deadline = .now + patience
      } else if ContinuousClock.now >= deadline {
        giveUp()
        break
      }
      if !gotOn || waiting.allSatisfy({ suspects.contains($0.id) }) { pause() }
    }
    return report
  }

  private mutating func giveUp() {
    if waiting.isEmpty { report.notCompared.append(.init(segment: nil, why: obstacle)) }
    for segment in waiting {
      if let finding = due[segment.id] {
        report.compared += 1
        report.findings.append(finding)
      } else {
        report.notCompared.append(.init(segment: segment, why: obstacles[segment.id] ?? obstacle))
      }
    }
  }

  /// - Returns: whether it got on.
  private mutating func attempt() throws -> Bool {
    let (asked, needsTotals) = (waiting, !areTotalsChecked)
    let outcome = try service.store.read { reading in
      let point = try reading.service()
      return try service.profiles.read { snapshot in
        let comparison = MemberComparison(reading: reading, point: point, snapshot: snapshot)
        return try Self.outcome(of: comparison, asked, needsTotals: needsTotals)
      }
    }
    switch outcome {
    case .obstacle(let why):
      obstacle = why
      return false
    case .compared(let verdicts, let totals):
      var gotOn = false
      if let totals { gotOn = take(totals) }
      for (segment, verdict) in verdicts where take(verdict, on: segment) { gotOn = true }
      return gotOn
    }
  }

  private enum Outcome: Sendable {
    case obstacle(String)
    case compared([(segment: SegmentName, verdict: MemberComparison.Verdict)], totals: [CheckFinding]?)
  }

  private static func outcome(
    of comparison: MemberComparison, _ asked: [SegmentName], needsTotals: Bool
  ) throws -> Outcome {
    if let why = try comparison.obstacle() { return .obstacle(why) }
    let end = ContinuousClock.now + read
    let totals = needsTotals ? try comparison.totals() : nil
    let library = StoredLibrary(comparison.reading)
    let compiler = try CompilerInputs(comparison.snapshot).compiler(library)
    var verdicts: [(segment: SegmentName, verdict: MemberComparison.Verdict)] = []
    for segment in asked where verdicts.isEmpty || ContinuousClock.now < end {
      verdicts.append((segment, try comparison.verdict(on: segment, compiler)))
    }
    try library.check()
    return .compared(verdicts, totals: totals)
  }

  /// - Returns: whether it got on.
  private mutating func take(_ totals: [CheckFinding]) -> Bool {
    if totals.isEmpty || areTotalsSuspect {
      areTotalsChecked = true
      for finding in totals { report.add(finding) }
    }
    areTotalsSuspect = true
    return true
  }

  /// - Returns: whether it got on.
  private mutating func take(_ verdict: MemberComparison.Verdict, on segment: SegmentName) -> Bool {
    waiting.removeAll { $0.id == segment.id }
    switch verdict {
    case .same: report.compared += 1
    case .differs(let finding, let isDue):
      // With a server at work a difference may be one of a moment, or of as long as it takes to evaluate them all.
      let isNew = suspects.insert(segment.id).inserted
      if isDue { due[segment.id] = finding }
      if isNew || isDue {
        waiting.append(segment)
        return isNew
      }
      report.compared += 1
      report.findings.append(finding)
    case .failed(let why): report.notCompared.append(.init(segment: segment, why: why))
    case .gone: break
    case .wait(let why):
      obstacles[segment.id] = why
      due[segment.id] = nil
      // Behind those that can be compared by now.
      waiting.append(segment)
      return false
    }
    return true
  }
}
