import SegmentModel
import SegmentStore

/// What who is signed in sees: every segment with its count, and what to do next.
struct HomePage {
  var segments: [StoredSegment]
  /// Everyone by content type, as last committed.
  var totals: [ContentType: Int64]
  /// Of this server, as the reader's browser knows it.
  var address: String

  var page: Page {
    let groups = ContentType.allCases.map(group)
    return Page(
      title: "Strata",
      body: """
        <h1>Segments</h1>
        \(segments.isEmpty ? "<p>There are no segments yet.</p>" : HTML(groups))
        <h2>What to do next</h2>
        \(nextSteps)
        """)
  }

  private func group(_ type: ContentType) -> HTML {
    let rows = segments.filter { $0.definition.contentType == type }.map(row)
    if rows.isEmpty { return "" }
    let total: HTML = totals[type].map { "<span>of \($0)</span>" } ?? ""
    return """
      <h2>\(Self.title(of: type)) \(total)</h2>
      <table>
      \(HTML(rows))</table>

      """
  }

  private func row(_ segment: StoredSegment) -> HTML {
    let description: HTML = segment.definition.description.map { "<div class=\"quiet\">\($0)</div>" } ?? ""
    // The colour is an attribute of the drawing, for the page allows no style of its own.
    return """
      <tr><td><svg viewBox="0 0 10 10" aria-hidden="true"><circle cx="5" cy="5" r="5" fill="\(segment.definition.color)"/></svg></td>
      <td><a href="api/v1/segments/\(segment.id)">\(segment.definition.name)</a>\(description)</td>
      <td>\(standing(of: segment))</td></tr>

      """
  }

  private func standing(of segment: StoredSegment) -> HTML {
    let count: HTML = segment.count.map { "\($0)" } ?? "–"
    switch segment.state {
    case .ready: return count
    case .building: return "\(count) <span class=\"quiet\">being counted</span>"
    case .failed(let why): return "\(count) <span class=\"quiet\" title=\"\(why)\">cannot be counted</span>"
    }
  }

  private var nextSteps: HTML {
    let example = """
      curl \(address)/api/v1/segments \\
        -H "Authorization: Bearer $(cat DIR/\(AdminToken.fileName))" \\
        -d '{"name": "Bought this month", "contentType": "contact",
             "filter": {"event": "purchase", "within": {"last": "30d"}}}'
      """
    return """
      <ul>
      <li>Make a segment: <code>strata segments create --file segment.json</code>, or over HTTP:
      <pre><code>\(example)</code></pre></li>
      <li>Try a filter before you save it: <code>strata segments preview --file segment.json</code></li>
      <li>Be told of every change: <code>strata webhooks add</code></li>
      <li>Everything that this server answers is described in <a href="openapi.json">openapi.json</a>.</li>
      </ul>
      """
  }

  private static func title(of type: ContentType) -> String {
    switch type {
    case .customer: "Customers"
    case .lead: "Leads"
    case .visitor: "Visitors"
    case .contact: "Contacts"
    case .company: "Companies"
    }
  }
}
