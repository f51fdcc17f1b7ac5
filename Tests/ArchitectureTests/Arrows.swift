/// Which target may import which, as ARCHITECTURE.md draws it. Nothing else is allowed.
enum Arrows {
  static let modules: [String: Set<String>] = [
    "SegmentModel": [],
    "FilterCompiler": ["SegmentModel"],
    "EventIngest": ["SegmentModel"],
    "TrackedPropertyStore": ["SegmentModel", "CPackedRecord"],
    "SegmentStore": ["SegmentModel"],
    "SegmentIndex": ["SegmentModel", "FilterCompiler"],
    "SegmentSync": ["SegmentModel", "FilterCompiler", "SegmentStore"],
    "StrataService": ["SegmentModel", "CZlib"],
    "SQLiteBackend": ["SegmentModel", "FilterCompiler", "TrackedPropertyStore"],
    "IndexBackend": ["SegmentModel", "FilterCompiler", "SegmentIndex", "SQLiteBackend", "TrackedPropertyStore"],
    "IngestDialects": ["SegmentModel", "EventIngest", "CWidget"],
    "CurlDestination": ["SegmentModel", "SegmentSync", "CCurl"],
    "CPackedRecord": [], "CWidget": [], "CCurl": [], "CZlib": [],
  ]

  /// Apps may import any module, never each other.
  static let apps: Set<String> = ["strata-ingest", "strata-query", "strata"]
  static let assetsOfApps: Set<String> = ["CDemoPage", "CPage"]

  /// Third parties and who may import them; apps may import each.
  static let thirdParties: [String: Set<String>] = [
    "ArgumentParser": [],
    "Crypto": ["FilterCompiler", "EventIngest", "TrackedPropertyStore", "StrataService", "CurlDestination"],
    "GRDB": ["TrackedPropertyStore", "SegmentStore", "SQLiteBackend"],
    "GRDBSQLite": ["SegmentStore", "TrackedPropertyStore"],
    "Hummingbird": ["StrataService"],
    "HummingbirdCore": ["StrataService"],
    "HTTPTypes": ["StrataService"],
    "Logging": ["StrataService"],
    "NIOCore": ["StrataService"],
    "NIOHTTP1": ["StrataService"],
    "NIOHTTPTypes": ["StrataService"],
    "NIOHTTPTypesHTTP1": ["StrataService"],
    "ServiceLifecycle": ["StrataService"],
    "UnixSignals": ["StrataService"],
  ]

  /// Apps leave these to the modules.
  static let notForApps: Set<String> = ["GRDB", "GRDBSQLite"]

  static let system: Set<String> = [
    "Swift", "Foundation", "FoundationEssentials", "Glibc", "Synchronization", "Dispatch", "PackageDescription",
  ]

  static func mayImport(_ target: String, _ imported: String) -> Bool {
    if system.contains(imported) { return true }
    if apps.contains(target) {
      return modules.keys.contains(imported) || assetsOfApps.contains(imported)
        || thirdParties.keys.contains(imported) && !notForApps.contains(imported)
    }
    return modules[target]?.contains(imported) == true || thirdParties[imported]?.contains(target) == true
  }
}
