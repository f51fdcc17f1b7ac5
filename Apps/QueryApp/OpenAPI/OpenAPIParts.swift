/// Parameters and schemas of `/openapi.json`, as JSON text.
enum OpenAPIParts {
  static let parameters = """
    {
      "limit": {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 1000,
        "default": 100}},
      "cursor": {"name": "cursor", "in": "query", "schema": {"type": "string"},
        "description": "nextCursor of the page before; it works for ten minutes from the first page on."},
      "after": {"name": "after", "in": "query", "schema": {"type": "string"},
        "description": "Number of the last change that is known, or nextCursor of the page before. Without it \
    the list begins after the members were last taken anew, by the first build or an edit too large to list; the \
    number of a change before that is gone (410)."},
      "asOf": {"name": "asOf", "in": "query", "schema": {"$ref": "#/components/schemas/Time"},
        "description": "The now of the evaluation; else the live one."},
      "days": {"name": "days", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 90, "default": 7}},
      "from": {"name": "from", "in": "query", "schema": {"$ref": "#/components/schemas/Time"},
        "description": "Where it begins, moved back to the beginning of its hour, day, week or month; else 30 steps \
    before the end."},
      "to": {"name": "to", "in": "query", "schema": {"$ref": "#/components/schemas/Time"},
        "description": "Where it ends; the present where nothing is said, or where that lies ahead."},
      "step": {"name": "step", "in": "query", "schema": {"type": "string", "pattern": "^[0-9]+[hdwM]$",
        "default": "1d"}, "description": "Whole hours, or days, weeks (from Monday) or months of the calendar in the \
    zone of the segment; at most 1,000 steps."},
      "format": {"name": "format", "in": "query", "schema": {"enum": ["ndjson", "csv"], "default": "ndjson"},
        "description": "A contact or company a line as JSON, or a line of comma-separated values with a column a \
    property; there, text that a spreadsheet would take for a formula has an apostrophe in front."},
      "contentType": {"name": "contentType", "in": "query", "schema": {"$ref": "#/components/schemas/ContentType"}},
      "search": {"name": "search", "in": "query", "schema": {"type": "string"},
        "description": "Stands in the name or description."},
      "text": {"name": "search", "in": "query", "schema": {"type": "string"},
        "description": "Stands in an identifier or a name, or is the id. A page may then be short."},
      "tracked": {"name": "tracked", "in": "query", "schema": {"type": "boolean", "default": false},
        "description": "Whether a tracked property is meant."},
      "contact": {"name": "contact", "in": "query", "schema": {"type": "string"},
        "description": "Segments that this contact or company is in."},
      "segment": {"name": "segment", "in": "query", "schema": {"type": "string"},
        "description": "Members of this segment."},
      "state": {"name": "state", "in": "query", "schema": {"enum": ["visitor", "lead", "customer"]},
        "description": "Contacts in this state. A page may then be short."},
      "value": {"name": "value", "in": "query", "required": true, "schema": {"type": "string"},
        "description": "A day, a date-time or date math, as in a filter."},
      "timeZone": {"name": "timeZone", "in": "query", "schema": {"type": "string"},
        "description": "IANA name; else that of the workspace."},
      "code": {"name": "code", "in": "query", "schema": {"type": "string"}},
      "ifMatch": {"name": "If-Match", "in": "header", "required": true, "schema": {"type": "string"},
        "description": "The ETag that was read, or * to overwrite any."},
      "optionalIfMatch": {"name": "If-Match", "in": "header", "schema": {"type": "string"}},
      "idempotencyKey": {"name": "Idempotency-Key", "in": "header", "schema": {"type": "string", "maxLength": 255},
        "description": "The same key within 24 hours does nothing again and gets the same answer."},
      "minPosition": {"name": "Strata-Min-Position", "in": "header", "schema": {"type": "integer", "minimum": 0},
        "description": "Waits, 5 s at most, until the change feed has been taken in up to this Strata-Position."}
    }
    """

  static var schemas: String { "{\(common),\(segments),\(profiles),\(webhooks),\(workspace)}" }

  private static let common = """
    "Text": {"type": "string"},
    "Object": {"type": "object"},
    "Time": {"type": "string", "format": "date-time"},
    "NullableTime": {"type": ["string", "null"], "format": "date-time"},
    "Cursor": {"type": ["string", "null"]},
    "ContentType": {"enum": ["customer", "lead", "visitor", "contact", "company"]},
    "Health": {"type": "object", "properties": {"status": {"const": "alive"}}},
    "Readiness": {"type": "object", "properties": {"status": {"enum": ["ready", "building", "failed", "stopping"]},
      "parts": {"type": "object"}}},
    "Problem": {"type": "object", "required": ["type", "title", "status", "detail", "code"], "properties": {
      "type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"},
        "detail": {"type": "string"},
      "code": {"type": "string", "description": "Stable, for programs."},
      "errors": {"type": "array", "items": {"$ref": "#/components/schemas/Mistake"}}}},
    "Mistake": {"type": "object", "required": ["pointer", "code", "detail"], "properties": {
      "pointer": {"type": "string",
        "description": "JSON Pointer (RFC 6901) into the body, or the name of a query parameter."},
      "code": {"type": "string"}, "detail": {"type": "string"}}}
    """

  private static let segments = """
    "Filter": {"type": "object",
      "description": "A node of the filter language: all, any, not, property, tracked, event or segment."},
    "SegmentDefinition": {"type": "object", "required": ["name", "contentType", "filter"], "properties": {
      "name": {"type": "string", "minLength": 1, "maxLength": 200}, "description": {"type": ["string", "null"]},
      "color": {"type": ["string", "null"], "pattern": "^#[0-9a-fA-F]{6}$"},
      "contentType": {"$ref": "#/components/schemas/ContentType"}, "parent": {"type": ["string", "null"]},
      "timeZone": {"type": ["string", "null"]}, "filter": {"$ref": "#/components/schemas/Filter"},
      "include": {"type": ["array", "null"], "items": {"$ref": "#/components/schemas/DefinedException"}},
      "exclude": {"type": ["array", "null"], "items": {"$ref": "#/components/schemas/DefinedException"}},
      "language": {"const": 1}}},
    "DefinedException": {"type": "object", "required": ["contact"], "properties": {"contact": {"type": "string"},
      "reason": {"type": ["string", "null"]}, "until": {"$ref": "#/components/schemas/NullableTime"}}},
    "Exception": {"type": "object", "required": ["kind"], "properties": {"kind": {"enum": ["include", "exclude"]},
      "reason": {"type": ["string", "null"]}, "until": {"$ref": "#/components/schemas/NullableTime"}}},
    "SegmentPatch": {"type": "object", "description": "Any fields of SegmentDefinition."},
    "Segment": {"allOf": [{"$ref": "#/components/schemas/SegmentDefinition"}, {"type": "object", "properties": {
      "id": {"type": "string"}, "revision": {"type": "integer", "description": "Its ETag."},
      "state": {"enum": ["building", "ready", "failed"]}, "why": {"type": ["string", "null"]},
      "count": {"type": ["integer", "null"]}, "previous": {"type": ["integer", "null"]},
      "usedBy": {"type": "array", "items": {"type": "object", "properties": {"id": {"type": "string"},
        "name": {"type": "string"}}}},
      "words": {"type": "string", "description": "The definition as a sentence."},
      "warnings": {"type": "array", "items": {"$ref": "#/components/schemas/Mistake"}},
      "createdAt": {"$ref": "#/components/schemas/Time"}, "updatedAt": {"$ref": "#/components/schemas/Time"}}}]},
    "SegmentList": {"type": "object", "properties": {"data": {"type": "array",
      "items": {"$ref": "#/components/schemas/Segment"}}, "nextCursor": {"$ref": "#/components/schemas/Cursor"}}},
    "Count": {"type": "object", "properties": {
      "count": {"type": ["integer", "null"], "description": "The last good one; null before the first build."},
      "total": {"type": ["integer", "null"], "description": "Everyone of the content type."},
      "version": {"type": "integer", "description": "At which the count last changed."}, "epoch": {"type": "string"},
      "asOf": {"$ref": "#/components/schemas/Time"}, "state": {"enum": ["building", "ready", "failed"]},
        "why": {"type": "string"}}},
    "CountStream": {"type": "string", "description": "Event count: id is the version, data is Count with segment, the \
    segment's id; one for each segment at the beginning, then whenever a count or a state has changed, at most ten times \
    a second and always the latest. Event totals: everyone by content type. Event definitions: a segment or a webhook \
    was made, edited or deleted, so read the list again. A comment at least every 15 s. Whoever connects again gets \
    everything again, whatever its Last-Event-ID."},
    "MemberList": {"type": "object", "properties": {
      "data": {"type": "array", "items": {"anyOf": [{"$ref": "#/components/schemas/Contact"},
        {"$ref": "#/components/schemas/Company"}]}},
      "nextCursor": {"$ref": "#/components/schemas/Cursor"}, "version": {"type": "integer"},
        "epoch": {"type": "string"}}},
    "ChangeList": {"type": "object", "properties": {
      "data": {"type": "array", "items": {"$ref": "#/components/schemas/Change"}},
      "nextCursor": {"type": "string", "description": "Where to go on, now or when more has happened."},
      "version": {"type": "integer"}, "epoch": {"type": "string"}}},
    "Explanation": {"type": "object", "properties": {
      "id": {"type": "string", "description": "Of the contact or company."}, "isMember": {"type": "boolean"},
      "asOf": {"$ref": "#/components/schemas/Time"},
      "changesAt": {"type": ["string", "null"], "format": "date-time",
        "description": "When time alone changes isMember next; null where it never does."},
      "changesNotBefore": {"type": "string", "format": "date-time",
        "description": "In place of changesAt where the search for it was ended at that instant."},
      "contentType": {"type": "object", "properties": {"type": {"$ref": "#/components/schemas/ContentType"},
        "holds": {"type": "boolean"}}},
      "exception": {"enum": ["include", "exclude"]}, "parent": {"type": "object"},
      "filter": {"$ref": "#/components/schemas/NodeExplanation"}}},
    "NodeExplanation": {"type": "object",
      "description": "A node of the filter, with what was found there: of a value found, missing, foundDates and \
    threshold; of events from, to, count, aggregate and the deciding events; of a relation count, how many of them were \
    examined, how many of those match, and the first of them; below it the nodes of all, any and not, or a segment's.",
      "properties": {"pointer": {"type": "string", "description": "Its place in the definition that it stands in."},
        "holds": {"type": "boolean"}, "words": {"type": "string"}, "found": {}, "missing": {"type": "string"},
        "threshold": {}, "count": {"type": "integer"}, "events": {"type": "array", "items": {"type": "object"}}}},
    "Forecast": {"type": "object", "properties": {
      "data": {"type": "array", "items": {"type": "object", "properties": {
        "day": {"type": "string", "format": "date", "description": "In the zone; the first one is tomorrow."},
        "at": {"$ref": "#/components/schemas/Time"}, "count": {"type": "integer"}}},
        "description": "The size at the first millisecond of each day in the zone of the segment (midnight; where the \
    clock skips that, the first instant after it). Events that lie ahead count from their time on; properties, lists, \
    links and states are as stored."},
      "timeZone": {"type": "string", "description": "IANA name of that zone."},
      "asOf": {"$ref": "#/components/schemas/Time"}}},
    "History": {"type": "object", "properties": {
      "data": {"type": "array", "description": "Oldest first.", "items": {"type": "object", "properties": {
        "from": {"$ref": "#/components/schemas/Time"}, "to": {"$ref": "#/components/schemas/Time"},
        "count": {"type": ["integer", "null"], "description": "At the end of the step, to the hour where the changes are \
    kept no longer; null before the first build, and where counts are kept no longer."},
        "entered": {"type": ["integer", "null"], "description": "Entries within the step as changes lists them; null \
    where those are not all kept. A build, and an edit too large to list, lists nobody."},
        "left": {"type": ["integer", "null"]}}}},
      "step": {"type": "string"}, "timeZone": {"type": "string", "description": "IANA name."},
      "asOf": {"$ref": "#/components/schemas/Time"}, "version": {"type": "integer"}, "epoch": {"type": "string"}}},
    "RevisionList": {"type": "object", "properties": {"data": {"type": "array", "items": {"type": "object",
      "properties": {"revision": {"type": "integer"}, "at": {"$ref": "#/components/schemas/Time"},
        "by": {"type": ["string", "null"], "description": "Who wrote it, for people: token NAME, browser or command \
    line."}, "definition": {"$ref": "#/components/schemas/SegmentDefinition"}}}},
      "nextCursor": {"$ref": "#/components/schemas/Cursor"}}},
    "Change": {"type": "object", "properties": {
      "change": {"type": "integer"}, "contact": {"type": ["string", "null"],
        "description": "Id of the contact or company; null in what came before the last exit of one that was erased."},
      "kind": {"enum": ["entered", "left"]}, "at": {"$ref": "#/components/schemas/Time"},
      "cause": {"enum": ["event", "property", "time", "edit", "merged", "deleted", "list", "company", "exception"]},
        "version": {"type": "integer"}}},
    "PreviewRequest": {"type": "object", "required": ["contentType", "filter"], "properties": {
      "contentType": {"$ref": "#/components/schemas/ContentType"}, "parent": {"type": ["string", "null"]},
      "timeZone": {"type": ["string", "null"]}, "filter": {"$ref": "#/components/schemas/Filter"},
      "asOf": {"$ref": "#/components/schemas/NullableTime"}, "sample": {"type": ["integer", "null"], "minimum": 0,
        "maximum": 100},
      "nodes": {"type": ["boolean", "null"],
        "description": "Whether to count each node by itself; at most 50 nodes."},
      "against": {"type": ["string", "null"], "description": "Id of a saved segment; it is evaluated as well."}}},
    "Preview": {"type": "object", "properties": {
      "count": {"type": "integer"}, "total": {"type": "integer"}, "asOf": {"$ref": "#/components/schemas/Time"},
        "tookMs": {"type": "number"}, "words": {"type": "string", "description": "The filter as a sentence."},
      "warnings": {"type": "array", "items": {"$ref": "#/components/schemas/Mistake"}},
      "nodes": {"type": "array", "items": {"type": "object", "properties": {"pointer": {"type": "string"},
        "count": {"type": "integer"}}}},
      "enter": {"type": "integer", "description": "Who is no member of the segment compared with and would be one."},
      "leave": {"type": "integer", "description": "Who is one and would be none."},
      "sample": {"type": "array", "items": {"anyOf": [{"$ref": "#/components/schemas/Contact"},
        {"$ref": "#/components/schemas/Company"}]}}}}
    """

  private static let webhooks = """
    "WebhookSettings": {"type": "object", "required": ["url"], "properties": {
      "url": {"type": "string"},
      "events": {"type": ["array", "null"], "items": {"enum": ["segment.count.updated", "segment.members.changed",
        "segment.members.reset", "segment.definition.updated", "segment.deleted"]}},
      "segments": {"anyOf": [{"const": "all"}, {"type": "array", "items": {"type": "string"}}]},
      "properties": {"type": ["array", "null"], "items": {"type": "string"}},
      "minInterval": {"type": "integer", "minimum": 0, "maximum": 86400000, "default": 1000,
        "description": "Milliseconds."},
      "format": {"enum": ["standard", "cloudevents"]}, "enabled": {"type": "boolean"},
        "description": {"type": ["string", "null"]}}},
    "WebhookPatch": {"type": "object", "description": "Any fields of WebhookSettings."},
    "Webhook": {"allOf": [{"$ref": "#/components/schemas/WebhookSettings"}, {"type": "object", "properties": {
      "id": {"type": "string"}, "revision": {"type": "integer", "description": "Its ETag."},
      "secret": {"type": "string", "description": "In the answers to creation and rotation alone."},
      "disabledReason": {"type": ["string", "null"]}, "consecutiveFailures": {"type": "integer"},
      "failingSince": {"$ref": "#/components/schemas/NullableTime"},
        "nextAttemptAt": {"$ref": "#/components/schemas/NullableTime"},
      "createdAt": {"$ref": "#/components/schemas/Time"}, "updatedAt": {"$ref": "#/components/schemas/Time"}}}]},
    "WebhookList": {"type": "object", "properties": {"data": {"type": "array",
      "items": {"$ref": "#/components/schemas/Webhook"}}, "nextCursor": {"$ref": "#/components/schemas/Cursor"}}},
    "SentMessage": {"type": "object", "properties": {"message": {"type": "string",
      "description": "Under which deliveries lists the attempts."}}},
    "Replay": {"type": "object", "properties": {"messages": {"type": "integer", "description": "How many."}}},
    "DeliveryList": {"type": "object", "properties": {"data": {"type": "array", "items": {"type": "object",
      "properties": {
      "message": {"type": "string"}, "type": {"type": "string"}, "segment": {"type": ["string", "null"]},
        "at": {"$ref": "#/components/schemas/Time"},
      "status": {"type": ["integer", "null"]}, "failure": {"type": ["string", "null"]}, "tookMs": {"type": "integer"},
      "answer": {"type": "string", "description": "The first KB."}}}},
        "nextCursor": {"$ref": "#/components/schemas/Cursor"}}}
    """

  private static let workspace = """
    "SourceSettings": {"type": "object", "required": ["name", "kind"], "properties": {
      "name": {"type": "string", "minLength": 1, "maxLength": 200}, "kind": {"enum": ["browser", "server"]},
      "allowedOrigins": {"type": "array", "maxItems": 100, "items": {"type": "string"}},
        "keyless": {"type": "boolean"}, "requireProof": {"type": "boolean"}}},
    "Source": {"allOf": [{"$ref": "#/components/schemas/SourceSettings"}, {"type": "object", "properties": {
      "id": {"type": "string"}, "keyPrefix": {"type": "string"}, "createdAt": {"$ref": "#/components/schemas/Time"},
        "revokedAt": {"$ref": "#/components/schemas/NullableTime"},
      "writeKey": {"type": "string", "description": "In the answer to creation alone."},
        "proofSecret": {"type": "string", "description": "In the answer to creation alone."}}}]},
    "SourceList": {"type": "object", "properties": {"data": {"type": "array",
      "items": {"$ref": "#/components/schemas/Source"}}, "nextCursor": {"$ref": "#/components/schemas/Cursor"}}},
    "TokenSettings": {"type": "object", "required": ["name", "scopes"], "properties": {
      "name": {"type": "string", "minLength": 1, "maxLength": 200}, "scopes": {"type": "array", "minItems": 1,
        "items": {"enum": ["read", "write", "admin"]}},
      "expiresAt": {"$ref": "#/components/schemas/NullableTime"}}},
    "Token": {"allOf": [{"$ref": "#/components/schemas/TokenSettings"}, {"type": "object", "properties": {
      "id": {"type": "string"}, "createdAt": {"$ref": "#/components/schemas/Time"}, "token": {"type": "string",
        "description": "In the answer to creation alone."}}}]},
    "TokenList": {"type": "object", "properties": {"data": {"type": "array",
      "items": {"$ref": "#/components/schemas/Token"}}, "nextCursor": {"$ref": "#/components/schemas/Cursor"}}},
    "DateSpan": {"type": "object", "properties": {"from": {"$ref": "#/components/schemas/Time"},
      "to": {"$ref": "#/components/schemas/Time"}, "timeZone": {"type": "string"},
      "asOf": {"$ref": "#/components/schemas/Time"}}},
    "IngestAddress": {"type": "object", "properties": {"address": {"type": "string"},
      "isRunning": {"type": "boolean"}}},
    "SignInRequest": {"type": "object", "required": ["token"], "properties": {"token": {"type": "string"}}},
    "Settings": {"type": "object", "properties": {"timeZone": {"type": ["string", "null"],
      "description": "IANA name; where days begin for segments that have none of their own."},
      "changesRetentionDays": {"type": ["integer", "null"], "minimum": 1, "maximum": 365, "default": 7,
        "description": "How long entries and exits are kept; a cursor from before that is gone (410)."},
      "historyRetentionDays": {"type": ["integer", "null"], "minimum": 1, "maximum": 3660, "default": 731,
        "description": "How long the counts of a history are kept."},
      "eventsRetentionDays": {"type": ["integer", "null"], "minimum": 1, "maximum": 36500,
        "description": "Events older than this are deleted, within a day; null: none are."},
      "visitorsRetentionDays": {"type": ["integer", "null"], "minimum": 1, "maximum": 36500,
        "description": "Visitors who were made, last had a property changed and last had an event before that, and \
      belong to no company, are removed, within a day; null: none are."}}}
    """
}
