import ArgumentParser
import Crypto
import SegmentModel
import SegmentStore

/// `strata tokens create`.
struct TokensCreate: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "create", abstract: "Make an API token; its text is shown this once.",
    discussion: """
      Examples:
        strata tokens create --name dashboard --scope read
        strata tokens create --name deploy --scope write --expires 2027-01-01T00:00:00Z
      """)
  static let createsDirectory = true
  private static let maximumName = 200

  @Option(help: "A name for people.")
  var name: String

  @Option(help: "read, write or admin, each with those before; again for more.")
  var scope: [AccessScope] = [.read]

  @Option(help: "From when on it is worth nothing, a date-time with offset; else never.")
  var expires: Instant?

  @OptionGroup var options: DataDirectoryOptions

  func run(_ workspace: Workspace, _ output: Output) throws {
    let now = workspace.clock.now
    try check(at: now)
    // The text is long and random, so that its plain SHA-256, which alone is kept, gives nothing away.
    let text = "stk_" + PublicID.randomText(length: 40)
    let hash = Array(SHA256.hash(data: Array(text.utf8)))
    let token = try workspace.store.write {
      try $0.insertToken(
        name: name.trimmedASCII, hash: hash, scopes: Set(scope), expiresAt: expires, at: now)
    }
    output.record(.object(token.json + [JSONMember("token", .string(text))]))
  }

  private func check(at now: Instant) throws {
    var mistakes = MistakeCollector()
    if name.trimmedASCII.isEmpty {
      mistakes.add(JSONPointer.root.appending("name"), .emptyValue, "must not be blank")
    }
    if name.unicodeScalars.count > Self.maximumName {
      mistakes.add(JSONPointer.root.appending("name"), .tooLong, "has over \(Self.maximumName) characters")
    }
    if let expires, expires <= now {
      mistakes.add(JSONPointer.root.appending("expiresAt"), .outOfRange, "lies in the past")
    }
    if !mistakes.errors.isEmpty { throw InvalidInput(mistakes.errors) }
  }
}

extension AccessScope: ExpressibleByArgument {}
