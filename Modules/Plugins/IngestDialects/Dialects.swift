package import EventIngest

/// Every dialect whose requests ingest answers, and whose refused messages can be taken again. A new one is one entry more.
package enum Dialects {
  package static let all: [any IngestDialect] = [TrackingAPI(), PostHogDialect(), MixpanelDialect()]

  /// Of all of them.
  package static var namesOfIDs: Set<String> { all.reduce(into: []) { $0.formUnion($1.namesOfIDs) } }
}
