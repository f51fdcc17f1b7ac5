import EventIngest
import SegmentModel

/// What browser libraries of the tracking API ask at their start, to the letter of what they look for in the answer.
enum TrackingSettings {
  /// `GET /v1/projects/{writeKey}/settings`: where messages go, and that no destination runs in the page.
  static func ofProject(writeKey: String, serverURL: String) -> IngestResponse {
    let (scheme, rest) = parts(of: serverURL)
    return .answer([
      "integrations": [
        "Segment.io": [
          "apiKey": .string(writeKey), "apiHost": .string(rest + "/v1"), "protocol": .string(scheme),
          "addBundledMetadata": false, "unbundledIntegrations": [], "bundledConfigIds": [],
          "unbundledConfigIds": [], "maybeBundledConfigIds": [:],
          "versionSettings": ["version": "4.4.7", "componentTypes": ["browser"]],
        ]
      ],
      "plan": [
        "track": ["__default": ["enabled": true, "integrations": [:]]],
        "identify": ["__default": ["enabled": true]], "group": ["__default": ["enabled": true]],
      ],
      "edgeFunction": [:], "analyticsNextEnabled": true, "middlewareSettings": ["routingRules": []],
      "enabledMiddleware": [:], "metrics": ["sampleRate": 0], "legacyVideoPluginsEnabled": false,
      "remotePlugins": [], "autoInstrumentationSettings": ["sampleRate": 0],
    ])
  }

  /// `GET /sourceConfig/`: the source is enabled, and has no destinations that run in the page.
  static func ofSource(writeKey: String, serverURL: String) -> IngestResponse {
    .answer([
      "source": [
        "id": "strata", "name": "strata", "writeKey": .string(writeKey), "workspaceId": "strata", "enabled": true,
        "config": ["statsCollection": ["errors": ["enabled": false], "metrics": ["enabled": false]]],
        "dataplanes": ["US": [["url": .string(serverURL), "default": true]]],
        "destinations": [], "connections": [],
      ],
      "updatedAt": "2026-01-01T00:00:00.000Z",
    ])
  }

  private static func parts(of url: String) -> (scheme: String, rest: String) {
    guard let separator = url.firstRange(of: "://") else { return ("https", url) }
    return (String(url[..<separator.lowerBound]), String(url[separator.upperBound...]))
  }
}
