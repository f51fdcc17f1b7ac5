import HTTPTypes
import Hummingbird
import StrataService

/// A whole page: its scripts and style are files of this server, and it runs and loads nothing else.
struct Page {
  /// Nothing but files of this server; no script makes markup of text; nobody puts it into a frame.
  static let policy = """
    default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
    form-action 'none'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; \
    trusted-types 'none'
    """

  var title: String
  /// Path of the script that is run, among the files of the page.
  var script: String
  /// Scripts that it needs, which the browser may get at once.
  var preloads: [String] = []
  var body: HTML = ""

  /// - Parameter path: of the request. Links are relative to it, because a proxy may serve this server below a path.
  func response(at path: String, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) -> Response {
    let root = String(repeating: "../", count: max(0, path.utf8.count { $0 == UInt8(ascii: "/") } - 1))
    let files = "\(root.isEmpty ? "./" : root)assets/\(PageFile.version)/"
    let styles = PageFile.paths(endingIn: ".css").map { "<link rel=\"stylesheet\" href=\"\(files)\($0)\">\n" as HTML }
    let preloads = preloads.map { "<link rel=\"modulepreload\" href=\"\(files)\($0)\">\n" as HTML }
    let page: HTML = """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>\(title)</title>
      \(HTML(styles))<link rel="icon" href="\(files)style/icon.svg" type="image/svg+xml">
      \(HTML(preloads))<script type="module" src="\(files)\(script)"></script>
      </head>
      <body>
      \(body)
      </body>
      </html>

      """
    var headers = headers
    headers[.contentSecurityPolicy] = Self.policy
    headers[.cacheControl] = "no-store"
    return .text(page.text, type: "text/html; charset=utf-8", status: status, headers: headers)
  }
}
