package import SegmentModel
import Synchronization

/// Whether a server can do its work: its parts report, `/readyz` tells.
package final class Readiness: Sendable {
  package enum Part: Sendable, Equatable {
    case ready
    /// Getting there; `progress` from 0 to 1 where it is known.
    case building(progress: Double?)
    /// With a sentence for the operator.
    case failed(String)
  }

  private struct State {
    var parts: [String: Part] = [:]
    var isStopping = false
  }

  private let state = Mutex(State())

  /// - Parameter parts: names of what must report before the server is ready.
  package init(waitingFor parts: [String] = []) {
    state.withLock { state in
      for part in parts { state.parts[part] = .building(progress: nil) }
    }
  }

  /// - Parameter name: `profiles`, `segments`, …: at most a dozen, known when the program is written.
  package func report(_ name: String, _ part: Part) {
    state.withLock { $0.parts[name] = part }
  }

  /// From now on the server is not ready, whatever its parts say.
  package func stop() {
    state.withLock { $0.isStopping = true }
  }

  package var isStopping: Bool { state.withLock(\.isStopping) }

  package var isReady: Bool {
    state.withLock { state in !state.isStopping && state.parts.values.allSatisfy { $0 == .ready } }
  }

  /// `{"status", "parts": {name: {"state", "progress"?, "why"?}}}`; the status is that of the worst part, or `stopping`.
  package var body: JSONValue {
    let state = state.withLock { $0 }
    var status = "ready"
    var members: [JSONMember] = []
    for (name, part) in state.parts.sorted(by: { $0.key < $1.key }) {
      switch part {
      case .ready: members.append(JSONMember(name, ["state": "ready"]))
      case .building(let progress):
        if status == "ready" { status = "building" }
        var value = [JSONMember("state", "building")]
        if let progress { value.append(JSONMember("progress", .number(progress))) }
        members.append(JSONMember(name, .object(value)))
      case .failed(let why):
        status = "failed"
        members.append(JSONMember(name, ["state": "failed", "why": .string(why)]))
      }
    }
    if state.isStopping { status = "stopping" }
    return ["status": .string(status), "parts": .object(members)]
  }
}
