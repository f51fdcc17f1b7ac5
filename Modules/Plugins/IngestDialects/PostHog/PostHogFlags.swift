import EventIngest
import SegmentModel

/// What PostHog's libraries ask at their start: that there are no feature flags, no recordings and no surveys here.
enum PostHogFlags {
  static let routes =
    ["/flags", "/decide"].map { IngestRoute("POST", $0) } + [IngestRoute("GET", "/array/{token}/config")]

  /// Nil for what is none of these calls.
  static func question(in request: IngestRequest) -> IngestQuestion? {
    let parts = request.path.split(separator: "/")
    switch (parts.first, parts.count) {
    case ("flags", 1), ("decide", 1):
      let body = try? EventBody(request)
      let json = body.flatMap { try? JSONReader.read($0.bytes) } ?? .null
      return IngestQuestion(
        writeKey: PostHogEventReader.key(in: request, body: json, fields: body?.fields ?? [:]), answer: .answer(flags))
    case ("array", 3) where parts.last == "config":
      return IngestQuestion(writeKey: PercentEncoding.decode(parts[1]), answer: .answer(config))
    default: return nil
    }
  }

  private static let flags: JSONValue = [
    "config": ["enable_collect_everything": false], "toolbarParams": .object([]), "isAuthenticated": false,
    "supportedCompression": ["gzip", "gzip-js", "base64"], "featureFlags": .object([]),
    "featureFlagPayloads": .object([]),
    "flags": .object([]), "errorsWhileComputingFlags": false, "sessionRecording": false, "surveys": false,
    "heatmaps": false, "capturePerformance": false, "autocapture_opt_out": true, "siteApps": .array([]),
    "quotaLimited": .array([]),
  ]

  private static let config: JSONValue = [
    "supportedCompression": ["gzip", "gzip-js", "base64"], "hasFeatureFlags": false, "sessionRecording": false,
    "surveys": false, "heatmaps": false, "capturePerformance": false, "autocapture_opt_out": true,
    "captureDeadClicks": false, "autocaptureExceptions": false, "siteApps": .array([]),
  ]
}
