/// Bounds of the bodies of requests, whoever sends them.
package struct BodyLimits: Sendable {
  /// Bytes that those of all requests in hand may take together.
  package var bytes = 256 << 20
  /// How long one may be on its way, from the request's head to its end.
  package var time = Duration.seconds(30)

  package init() {}
}
