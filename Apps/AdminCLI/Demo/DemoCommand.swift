import ArgumentParser
import StrataService

/// `strata demo`.
struct DemoCommand: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo", abstract: "Fill an empty data directory with an example, or serve the demo page.",
    discussion: """
      Examples:
        strata demo --data ./demo-data
        strata demo --data ./demo-data --serve

      Makes 1,000 contacts with 20,000 events, segments, and a webhook to the receiver of --serve, whose secret is \
      kept in demo.secret. A directory that has been filled is left as it is.

      --serve shows a page with two buttons at / on 127.0.0.1, and takes webhooks at /webhook: it prints a line for \
      each whose signature is right, and refuses the others.
      """)
  static let createsDirectory = true

  @Flag(help: "Serve the demo page and the webhook receiver instead of filling.")
  var serve = false

  @Option(help: "Port of the page and receiver; 0 takes a free one.")
  var port = 3400

  @Option(name: .customLong("ingest-url"), help: "Where the page finds the ingest server.")
  var ingestURL = "http://127.0.0.1:3200"

  @OptionGroup var options: DataDirectoryOptions

  mutating func validate() throws {
    guard (0...65535).contains(port) else { throw ValidationError("--port must be from 0 to 65535.") }
    guard DemoPage.address(ingestURL) != nil else {
      throw ValidationError("--ingest-url must be like http://127.0.0.1:3200, without a path.")
    }
  }

  func run(_ workspace: Workspace, _ output: Output) throws {
    if serve {
      try DemoServer(workspace: workspace, port: port, page: DemoPage(ingest: ingestURL), console: output.console)
        .run()
    } else {
      try DemoFilling(workspace: workspace, port: port).run(output)
    }
  }
}
