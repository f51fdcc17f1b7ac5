import CDemoPage
import Foundation
import StrataService

/// The page with the loader and the two buttons, for an ingest server at some address.
struct DemoPage: Sendable {
  let html: String
  /// What the browser lets the page do: its own scripts, the widget, and sending to the ingest server.
  let policy: String

  /// - Parameter ingest: as `address` takes it.
  init(ingest: String) {
    let address = Self.address(ingest) ?? STRATA_DEMO_PAGE_INGEST_ADDRESS
    var length = 0
    let bytes = strata_demo_page(&length)
    html = String(decoding: UnsafeBufferPointer(start: bytes, count: length), as: UTF8.self)
      .replacing(STRATA_DEMO_PAGE_INGEST_ADDRESS, with: address)
    policy =
      "default-src 'none'; script-src 'unsafe-inline' \(address); connect-src \(address); style-src 'unsafe-inline'; "
      + "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
  }

  /// Scheme, host and port; nil for anything that is no such address.
  static func address(_ text: String) -> String? {
    let text = text.hasSuffix("/") ? String(text.dropLast()) : text
    for scheme in ["http://", "https://"] where text.hasPrefix(scheme) {
      guard let name = HostName(authority: text.dropFirst(scheme.count)) else { return nil }
      return scheme + name.host + (name.port.map { ":\($0)" } ?? "")
    }
    return nil
  }
}
