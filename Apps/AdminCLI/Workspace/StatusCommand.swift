import ArgumentParser
import Foundation
import SegmentModel
import SegmentStore
import StrataService
import TrackedPropertyStore

/// `strata status`.
struct StatusCommand: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "What is in the data directory, and how far the segments have followed.")

  @OptionGroup var options: DataDirectoryOptions

  func run(_ workspace: Workspace, _ output: Output) throws {
    let profiles = try workspace.profiles.read { try $0.status() }
    let (point, segments, endpoints) = try workspace.store.read {
      (try $0.service(), try $0.segments(), try $0.endpoints())
    }
    func states(_ word: String) -> JSONValue { number(segments.count { $0.state.word == word }) }
    output.record([
      "directory": .string(workspace.directory.path),
      "contacts": number(profiles.contacts), "companies": number(profiles.companies),
      "events": number(profiles.events), "propertyNames": number(profiles.propertyNames),
      "eventNames": number(profiles.eventNames), "rejectedMessages": number(profiles.rejectedMessages),
      "segments": number(segments.count), "segmentsReady": states("ready"), "segmentsBuilding": states("building"),
      "segmentsFailed": states("failed"), "webhooks": number(endpoints.count),
      "position": .number(Double(profiles.feedPosition)), "followedPosition": .number(Double(point.position)),
      "version": .number(Double(point.version)), "epoch": .string(point.epoch),
      "ingest": address(of: .ingest, workspace), "query": address(of: .query, workspace),
    ])
  }

  /// Where a server says that it listens; null where none does.
  private func address(of program: ServerProgram, _ workspace: Workspace) -> JSONValue {
    guard let data = FileManager.default.contents(atPath: workspace.directory.file(program.addressFileName)) else {
      return .null
    }
    return .string(String(decoding: data.prefix(200), as: UTF8.self).trimmedASCII)
  }

  private func number(_ value: Int) -> JSONValue { .number(Double(value)) }
}
