import HTTPTypes
import Hummingbird
import StrataService

/// A whole page, made here: no script, one style sheet of our own, nothing from elsewhere.
struct Page {
  var title: String
  /// What stands in the head beside the title.
  var head: HTML = ""
  var body: HTML

  func response(status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) -> Response {
    let page: HTML = """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>\(title)</title>
      <link rel="stylesheet" href="page.css">
      <link rel="icon" href="data:,">
      \(head)
      </head>
      <body>
      \(body)
      </body>
      </html>

      """
    var headers = headers
    headers[.contentSecurityPolicy] =
      "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    headers[.cacheControl] = "no-store"
    return .text(page.text, type: "text/html; charset=utf-8", status: status, headers: headers)
  }
}

/// The style sheet of all pages.
enum PageStyle {
  static let text = """
    :root { --ink: #1c1c1e; --quiet: #5f6368; --line: #dadce0; --paper: #ffffff; --code: #f1f3f4; --link: #3730a3; }
    @media (prefers-color-scheme: dark) {
      :root { --ink: #e8eaed; --quiet: #9aa0a6; --line: #3c4043; --paper: #202124; --code: #2d2e31; --link: #a5b4fc; }
    }
    body { margin: 2rem auto; max-width: 46rem; padding: 0 1rem; background: var(--paper); color: var(--ink);
      font: 1rem/1.5 system-ui, sans-serif; }
    h1 { font-size: 1.5rem; }
    h2 { margin-top: 2rem; font-size: 1.1rem; }
    h2 span, .quiet { color: var(--quiet); font-weight: normal; }
    a { color: var(--link); }
    table { width: 100%; border-collapse: collapse; }
    td { padding: .4rem .5rem; border-top: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
    td:first-child { width: 1rem; }
    td:last-child { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
    svg { width: .8rem; height: .8rem; }
    pre { padding: .8rem; overflow-x: auto; background: var(--code); border-radius: .4rem; }
    code { font-family: ui-monospace, monospace; font-size: .9em; }

    """
}
