import SegmentModel
import SegmentStore
import SegmentSync
import TrackedPropertyStore

/// The webhook from the query server to the demo's receiver, and its secret.
struct DemoWebhook {
  static let path = "/webhook"
  private static let description = "The receiver of strata demo --serve"

  let workspace: Workspace

  var secretFile: SecretFile { SecretFile(path: workspace.directory.file("demo.secret")) }

  /// Adds it where it is missing, and keeps its secret.
  func add(port: Int) throws {
    let url = "http://127.0.0.1:\(port == 0 ? 3400 : port)\(Self.path)"
    guard let old = try endpoint() else {
      let endpoint = try workspace.segments.createWebhook([
        "url": .string(url), "events": ["segment.count.updated"], "segments": "all",
        "description": .string(Self.description),
      ])
      try secretFile.write(endpoint.secret)
      return
    }
    // A run that was cut off here may have left the endpoint without its secret's file.
    if try secretFile.read() == nil { try secretFile.write(try workspace.segments.rotateWebhook(old.id).secret) }
  }

  /// Has messages sent to where the receiver listens.
  /// - Parameter address: `http://127.0.0.1:3400`.
  func point(to address: String) throws {
    guard let endpoint = try endpoint(), endpoint.settings.url != address + Self.path else { return }
    let change: JSONValue = ["url": .string(address + Self.path)]
    _ = try workspace.segments.patchWebhook(endpoint.id, with: change, expecting: nil)
  }

  private func endpoint() throws -> WebhookEndpoint? {
    try workspace.segments.webhooks().first { $0.settings.description == Self.description }
  }
}
