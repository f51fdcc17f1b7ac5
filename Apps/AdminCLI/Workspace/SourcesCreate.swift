import ArgumentParser
import EventIngest
import SegmentModel
import TrackedPropertyStore

/// `strata sources create`.
struct SourcesCreate: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "create", abstract: "Make a source; its write key is shown this once.",
    discussion: """
      Examples:
        strata sources create --name shop --kind browser --allow-origin https://shop.example
        strata sources create --name backend --kind server --output json
      """)
  static let createsDirectory = true
  private static let maximumName = 200

  @Option(help: "A name for people.")
  var name: String

  @Option(help: "browser (its key is public) or server (its key is secret).")
  var kind: Source.Kind

  @Option(
    name: .customLong("allow-origin"),
    help: ArgumentHelp("An origin that pages may send from; http://localhost:* is any port.", valueName: "url"))
  var allowedOrigins: [String] = []

  @Flag(help: "Take messages without a key, from the allowed origins alone.")
  var keyless = false

  @Flag(name: .customLong("require-proof"), help: "Take identifiers with a proof alone.")
  var requireProof = false

  @OptionGroup var options: DataDirectoryOptions

  func run(_ workspace: Workspace, _ output: Output) throws {
    try check()
    let now = workspace.clock.now
    let (source, key) = try workspace.profiles.write {
      try $0.createSource(
        name: name.trimmedASCII, kind: kind, allowedOrigins: allowedOrigins, isKeyless: keyless,
        requiresProof: requireProof, now: now)
    }.value
    output.record(
      .object(
        source.json + [
          JSONMember("createdAt", .string(now.description)), JSONMember("writeKey", .string(key)),
          JSONMember("proofSecret", .string(source.proofSecret)),
        ]))
  }

  /// - Throws: `InvalidInput` with every mistake, by its place in the same source as the API takes it.
  private func check() throws {
    var mistakes = MistakeCollector()
    let name = name.trimmedASCII
    if name.isEmpty { mistakes.add(JSONPointer.root.appending("name"), .emptyValue, "must not be blank") }
    if name.unicodeScalars.count > Self.maximumName {
      mistakes.add(JSONPointer.root.appending("name"), .tooLong, "has over \(Self.maximumName) characters")
    }
    let origins = JSONPointer.root.appending("allowedOrigins")
    for (index, origin) in allowedOrigins.enumerated() where OriginPattern(origin) == nil {
      mistakes.add(origins.appending(index), .badValue, OriginPattern.form)
    }
    let keylessPointer = JSONPointer.root.appending("keyless")
    if keyless, allowedOrigins.isEmpty {
      mistakes.add(
        keylessPointer, .conflictingKeys,
        "messages without a key are taken from listed origins only: give --allow-origin")
    }
    if keyless, kind == .server {
      mistakes.add(keylessPointer, .conflictingKeys, "a server source always has a key")
    }
    if !mistakes.errors.isEmpty { throw InvalidInput(mistakes.errors) }
  }
}

extension Source.Kind: ExpressibleByArgument {}
