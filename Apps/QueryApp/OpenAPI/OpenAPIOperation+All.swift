import SegmentStore

extension OpenAPIOperation {
  /// Every call, in the order of the document.
  static let all = segments + stream + contacts + companies + lists + catalog + webhooks + workspace + page + service

  private static let segments = [
    OpenAPIOperation(
      method: "get", path: "/api/v1/segments", summary: "List segments", scope: .read,
      parameters: [.contentType, .search, .contact, .limit, .cursor, .minPosition], schema: "SegmentList",
      refusals: [410]),
    OpenAPIOperation(
      method: "post", path: "/api/v1/segments", summary: "Make a segment", scope: .write,
      parameters: [.idempotencyKey], body: "SegmentDefinition", status: 201, schema: "Segment"),
    OpenAPIOperation(
      method: "post", path: "/api/v1/segments/preview", summary: "Evaluate a filter without saving it", scope: .read,
      parameters: [.minPosition], body: "PreviewRequest", schema: "Preview"),
    OpenAPIOperation(
      method: "get", path: "/api/v1/segments/{id}", summary: "Read a segment", scope: .read,
      parameters: [.minPosition], schema: "Segment"),
    OpenAPIOperation(
      method: "put", path: "/api/v1/segments/{id}", summary: "Replace a definition", scope: .write,
      parameters: [.ifMatch], body: "SegmentDefinition", schema: "Segment"),
    OpenAPIOperation(
      method: "patch", path: "/api/v1/segments/{id}", summary: "Replace top-level fields of a definition",
      scope: .write, parameters: [.ifMatch], body: "SegmentPatch", schema: "Segment"),
    OpenAPIOperation(
      method: "delete", path: "/api/v1/segments/{id}", summary: "Delete a segment that no other uses", scope: .write,
      parameters: [.ifMatch], status: 204, refusals: [409]),
    OpenAPIOperation(
      method: "get", path: "/api/v1/segments/{id}/count", summary: "How many members a segment has", scope: .read,
      parameters: [.minPosition], schema: "Count"),
    OpenAPIOperation(
      method: "get", path: "/api/v1/segments/{id}/members", summary: "Members, all pages at one version",
      scope: .read, parameters: [.limit, .cursor, .minPosition], schema: "MemberList", refusals: [410, 503]),
    OpenAPIOperation(
      method: "get", path: "/api/v1/segments/{id}/changes", summary: "Entries and exits, in the order of their numbers",
      scope: .read, parameters: [.after, .limit, .minPosition], schema: "ChangeList", refusals: [410]),
    OpenAPIOperation(
      method: "get", path: "/api/v1/segments/{id}/members/{contact}",
      summary: "Explain why a contact or company is a member or is not, node by node", scope: .read,
      parameters: [.asOf, .minPosition], schema: "Explanation", refusals: [400]),
    OpenAPIOperation(
      method: "get", path: "/api/v1/segments/{id}/forecast",
      summary: "How many a segment will have on each of the next days if only time passes", scope: .read,
      parameters: [.days, .minPosition], schema: "Forecast", refusals: [400]),
    OpenAPIOperation(
      method: "get", path: "/api/v1/segments/{id}/history",
      summary: "The size over time, and how many entered and left", scope: .read,
      parameters: [.from, .to, .step, .minPosition], schema: "History", refusals: [400]),
    OpenAPIOperation(
      method: "get", path: "/api/v1/segments/{id}/revisions",
      summary: "The present definition and those before it, the newest first", scope: .read,
      parameters: [.limit, .cursor, .minPosition], schema: "RevisionList", refusals: [410]),
    OpenAPIOperation(
      method: "get", path: "/api/v1/segments/{id}/export",
      summary: "Every member at one version, which the headers Strata-Version and Strata-Epoch name", scope: .read,
      parameters: [.format, .minPosition], schema: "Text", mediaType: "application/x-ndjson", refusals: [400, 409, 503]),
    OpenAPIOperation(
      method: "put", path: "/api/v1/segments/{id}/exceptions/{contact}",
      summary: "Include or exclude a contact by hand", scope: .write, parameters: [.ifMatch], body: "Exception",
      schema: "Segment"),
    OpenAPIOperation(
      method: "delete", path: "/api/v1/segments/{id}/exceptions/{contact}",
      summary: "Let the filter decide again about a contact", scope: .write, parameters: [.ifMatch], status: 204),
  ]

  private static let stream = [
    OpenAPIOperation(
      method: "get", path: "/api/v1/stream",
      summary: "Counts as they change, as server-sent events; it begins with all of them", scope: .read,
      schema: "CountStream", mediaType: "text/event-stream", refusals: [400, 503])
  ]

  private static let webhooks = [
    OpenAPIOperation(
      method: "get", path: "/api/v1/webhooks", summary: "List webhooks", scope: .read, schema: "WebhookList"),
    OpenAPIOperation(
      method: "post", path: "/api/v1/webhooks", summary: "Make a webhook; the answer bears its secret", scope: .write,
      parameters: [.idempotencyKey], body: "WebhookSettings", status: 201, schema: "Webhook"),
    OpenAPIOperation(
      method: "get", path: "/api/v1/webhooks/{id}", summary: "Read a webhook", scope: .read, schema: "Webhook"),
    OpenAPIOperation(
      method: "patch", path: "/api/v1/webhooks/{id}", summary: "Replace top-level fields of a webhook", scope: .write,
      parameters: [.ifMatch], body: "WebhookPatch", schema: "Webhook"),
    OpenAPIOperation(
      method: "delete", path: "/api/v1/webhooks/{id}", summary: "Delete a webhook with what waits for it",
      scope: .write, parameters: [.ifMatch], status: 204),
    OpenAPIOperation(
      method: "post", path: "/api/v1/webhooks/{id}/test", summary: "Send a webhook.test", scope: .write,
      parameters: [.idempotencyKey], status: 202, schema: "SentMessage"),
    OpenAPIOperation(
      method: "post", path: "/api/v1/webhooks/{id}/pause", summary: "Send nothing until it is resumed", scope: .write,
      parameters: [.optionalIfMatch, .idempotencyKey], schema: "Webhook"),
    OpenAPIOperation(
      method: "post", path: "/api/v1/webhooks/{id}/resume", summary: "Send again, what waited first", scope: .write,
      parameters: [.optionalIfMatch, .idempotencyKey], schema: "Webhook"),
    OpenAPIOperation(
      method: "post", path: "/api/v1/webhooks/{id}/rotate",
      summary: "Make a new secret, which the answer bears; the old one signs beside it for a day", scope: .write,
      parameters: [.optionalIfMatch, .idempotencyKey], schema: "Webhook"),
    OpenAPIOperation(
      method: "post", path: "/api/v1/webhooks/{id}/replay",
      summary: "Put messages that were set aside back in line, under their own ids", scope: .write,
      parameters: [.idempotencyKey], schema: "Replay"),
    OpenAPIOperation(
      method: "get", path: "/api/v1/webhooks/{id}/deliveries", summary: "Attempts of the last 7 days, newest first",
      scope: .read, parameters: [.limit], schema: "DeliveryList"),
  ]

  private static let workspace = [
    OpenAPIOperation(
      method: "get", path: "/api/v1/sources", summary: "List sources of data", scope: .read, schema: "SourceList"),
    OpenAPIOperation(
      method: "post", path: "/api/v1/sources", summary: "Make a source; the answer bears its write key", scope: .admin,
      parameters: [.idempotencyKey], body: "SourceSettings", status: 201, schema: "Source"),
    OpenAPIOperation(
      method: "delete", path: "/api/v1/sources/{id}", summary: "Refuse a source from now on", scope: .admin,
      status: 204),
    OpenAPIOperation(
      method: "get", path: "/api/v1/tokens", summary: "List API tokens", scope: .admin, schema: "TokenList"),
    OpenAPIOperation(
      method: "post", path: "/api/v1/tokens", summary: "Make an API token; the answer bears its text", scope: .admin,
      parameters: [.idempotencyKey], body: "TokenSettings", status: 201, schema: "Token"),
    OpenAPIOperation(
      method: "delete", path: "/api/v1/tokens/{id}", summary: "Revoke an API token", scope: .admin, status: 204),
    OpenAPIOperation(
      method: "get", path: "/api/v1/settings", summary: "Read the settings of the workspace", scope: .read,
      schema: "Settings"),
    OpenAPIOperation(
      method: "patch", path: "/api/v1/settings", summary: "Change settings of the workspace", scope: .admin,
      parameters: [.ifMatch], body: "Settings", schema: "Settings"),
    OpenAPIOperation(
      method: "get", path: "/api/v1/dates", summary: "What a date value of a filter means now", scope: .read,
      parameters: [.value, .timeZone, .minPosition], schema: "DateSpan", refusals: [400]),
    OpenAPIOperation(
      method: "get", path: "/api/v1/ingest", summary: "Where the ingest server is", scope: .read,
      schema: "IngestAddress"),
  ]

  private static let page =
    PagesController.paths.map { path in
      OpenAPIOperation(method: "get", path: path, summary: "The page", schema: "Text", mediaType: "text/html")
    } + [
      OpenAPIOperation(
        method: "get", path: PageFilesController.path, summary: "Scripts and style of the page", schema: "Text",
        mediaType: "text/javascript"),
      OpenAPIOperation(
        method: "get", path: PagesController.signInPath,
        summary: "Take the code of a sign-in link and give the cookie for it", parameters: [.code], schema: "Text",
        mediaType: "text/html", refusals: [403]),
      OpenAPIOperation(
        method: "post", path: PagesController.signInPath, summary: "Take an API token and give a cookie for it",
        body: "SignInRequest", status: 204, refusals: [401, 403, 415]),
      OpenAPIOperation(
        method: "delete", path: PagesController.signInPath, summary: "End the session of the cookie, which goes",
        status: 204, refusals: [403]),
    ]

  private static let service = [
    OpenAPIOperation(method: "get", path: "/healthz", summary: "Whether the process is alive", schema: "Health"),
    OpenAPIOperation(
      method: "get", path: "/readyz", summary: "Whether the server can do its work", schema: "Readiness",
      refusals: [503]),
    OpenAPIOperation(
      method: "get", path: "/metrics", summary: "Metrics as Prometheus text", schema: "Text", mediaType: "text/plain",
      refusals: [401]),
    OpenAPIOperation(method: "get", path: "/openapi.json", summary: "This document", schema: "Object"),
  ]
}
