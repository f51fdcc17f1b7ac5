import SegmentModel
import StrataService

/// What the parts of the ingest server are made with.
struct IngestSettings: Sendable {
  var directory: String
  /// Whether sources that need no key are heard: on loopback, or where the operator says so.
  var allowsKeyless = true
  /// Messages a second; nil for any number.
  var ratePerKey: Int?
  var ratePerAddress: Int?
  var clock: any WallClock = SystemClock()

  init(directory: String) {
    self.directory = directory
  }

  init(_ configuration: Configuration) {
    directory = configuration[Settings.data]
    ratePerKey = Self.bound(configuration[Settings.ratePerKey])
    ratePerAddress = Self.bound(configuration[Settings.ratePerAddress])
    let host = configuration[Settings.host(of: .ingest)]
    let name = HostName(authority: host.contains(":") ? "[\(host)]" : host)
    allowsKeyless = configuration[Settings.allowKeyless] || name?.isLoopback == true
  }

  private static func bound(_ setting: Int) -> Int? { setting == 0 ? nil : setting }
}
