import EventIngest
import IngestDialects
import SegmentModel

/// `/openapi.json`: what this server answers, and nothing that it does not answer yet.
enum OpenAPIDocument {
  static var json: JSONValue {
    [
      "openapi": "3.1.0",
      "info": ["title": "Strata ingest server", "version": "1", "description": .string(description)],
      "paths": .object(tracking + settings + otherDialects + files + service),
      "components": [
        "securitySchemes": [
          "basic": ["type": "http", "scheme": "basic", "description": "The write key as user name."],
          "bearer": ["type": "http", "scheme": "bearer", "description": "The write key."],
          "query": ["type": "apiKey", "in": "query", "name": "writeKey"],
        ],
        "responses": [
          "Taken": taken, "Refused": refused, "Problem": problem("What went wrong (RFC 9457), with a stable code."),
          "TooSlow": problem("The body was too long on its way; nothing was taken. Send it again."),
          "Encoded": problem("The body is encoded in a way that is not read; send gzip, or the text as it is."),
        ],
        "schemas": ["Message": message],
      ],
      "security": [["basic": []], ["bearer": []], ["query": []], [:]],
    ]
  }

  private static let description = """
    Takes messages of contacts and companies, in the form of the tracking API that many clients speak, and in those of \
    PostHog and Mixpanel. A write key comes as Basic user name, as Bearer, as writeKey in the body, or as writeKey in \
    the query, and in the places of the other two; some sources need none from their origins. A body may be gzip, and \
    has at most 4 MB after inflating. An answer of 200 means that what was taken is on disk. Who sends more than is \
    taken from one key or address (--rate-per-key, --rate-per-address), or while too much is sent or waits for the \
    disk, is answered 429 with Retry-After; a body that takes longer than 30 s is answered 408, \
    and one in another encoding 415.
    """

  private static var tracking: [JSONMember] {
    TrackingAPI().routes.filter { $0.method == "POST" }.map { route in
      let isBatch = ["batch", "b", "import"].contains(route.path.split(separator: "/").last ?? "")
      return JSONMember(
        route.path,
        [
          "post": [
            "summary": .string(isBatch ? "Several messages" : "One message"),
            "requestBody": [
              "required": true,
              "content": ["application/json": ["schema": isBatch ? batch : reference("schemas", "Message")]],
            ],
            "responses": [
              "200": reference("responses", "Taken"), "408": reference("responses", "TooSlow"),
              "415": reference("responses", "Encoded"), "429": reference("responses", "Refused"),
              "503": reference("responses", "Refused"), "default": reference("responses", "Problem"),
            ],
          ]
        ])
    }
  }

  private static var settings: [JSONMember] {
    TrackingAPI().routes.filter { $0.method == "GET" }.map { route in
      var operation: [JSONMember] = [
        JSONMember("summary", "What a browser library asks at its start"),
        JSONMember(
          "responses",
          [
            "200": ["description": "Settings", "content": ["application/json": ["schema": ["type": "object"]]]],
            "default": reference("responses", "Problem"),
          ]),
      ]
      if route.path.contains("{writeKey}") {
        let key: JSONValue = ["name": "writeKey", "in": "path", "required": true, "schema": ["type": "string"]]
        operation.append(JSONMember("parameters", [key]))
      }
      return JSONMember(route.path, ["get": .object(operation)])
    }
  }

  private static var files: [JSONMember] {
    WidgetAssets.all.map { asset in
      JSONMember(asset.path, get("A script for pages", type: "text/javascript"))
    }
  }

  private static var service: [JSONMember] {
    [
      JSONMember("/healthz", get("Whether the process lives", type: "application/json")),
      JSONMember("/readyz", get("Whether it can do its work", type: "application/json")),
      JSONMember("/metrics", get("Prometheus text", type: "text/plain")),
      JSONMember("/openapi.json", get("This document", type: "application/json")),
    ]
  }

  private static func get(_ summary: String, type: String) -> JSONValue {
    [
      "get": [
        "summary": .string(summary), "security": [[:]],
        "responses": ["200": ["description": "Found", "content": .object([JSONMember(type, [:])])]],
      ]
    ]
  }

  private static var batch: JSONValue {
    [
      "type": "object", "required": ["batch"],
      "properties": [
        "batch": [
          "type": "array", "maxItems": .number(Double(IngestLimits.batchMessages)),
          "items": reference("schemas", "Message"),
        ],
        "sentAt": ["type": "string", "format": "date-time"], "writeKey": ["type": "string"],
      ],
    ]
  }

  private static var message: JSONValue {
    let object: JSONValue = ["type": "object"]
    let text: JSONValue = ["type": "string"]
    return [
      "type": "object",
      "properties": [
        "type": [
          "enum": ["identify", "track", "page", "screen", "group", "alias"],
          "description": "In a batch; a single call says it by its path.",
        ],
        "userId": text, "anonymousId": text, "groupId": text, "previousId": text,
        "messageId": ["type": "string", "maxLength": .number(Double(IngestLimits.messageIDCharacters))],
        "timestamp": ["type": "string", "format": "date-time"], "sentAt": ["type": "string", "format": "date-time"],
        "event": text, "name": text, "category": text, "properties": object, "traits": object,
        "tracked": ["type": "object", "description": "Tracked properties, of an identify message."],
        "context": object,
      ],
    ]
  }

  private static var taken: JSONValue {
    let count: JSONValue = ["type": "integer", "minimum": 0]
    let reasons: JSONValue = [
      "type": "array",
      "items": [
        "type": "object",
        "properties": ["index": count, "code": ["type": "string"], "message": ["type": "string"]],
      ],
    ]
    return [
      "description": "On disk, but for what was rejected.",
      "headers": [
        "Strata-Position": ["schema": count, "description": "Place in the change feed, for Strata-Min-Position."]
      ],
      "content": [
        "application/json": [
          "schema": [
            "type": "object",
            "properties": [
              "success": ["const": true], "accepted": count, "duplicates": count, "rejected": reasons,
              "warnings": reasons,
            ],
          ]
        ]
      ],
    ]
  }

  private static var refused: JSONValue {
    [
      "description": "Too much at the moment, or too much from this sender; nothing was taken. Send it again later.",
      "headers": ["Retry-After": ["schema": ["type": "integer", "minimum": 1], "description": "Seconds."]],
    ]
  }

  private static func problem(_ description: String) -> JSONValue {
    [
      "description": .string(description),
      "content": [
        "application/problem+json": [
          "schema": [
            "type": "object", "required": ["status", "code", "message"],
            "properties": [
              "status": ["type": "integer"], "title": ["type": "string"], "detail": ["type": "string"],
              "code": ["type": "string"], "message": ["type": "string"], "errors": errors,
            ],
          ]
        ]
      ],
    ]
  }

  private static let errors: JSONValue = [
    "type": "array",
    "description": "With status 400: what of the body is wrong, by its JSON pointer; the empty one is the whole.",
    "items": [
      "type": "object", "required": ["pointer", "code", "detail"],
      "properties": ["pointer": ["type": "string"], "code": ["type": "string"], "detail": ["type": "string"]],
    ],
  ]

  static func reference(_ kind: String, _ name: String) -> JSONValue {
    ["$ref": .string("#/components/\(kind)/\(name)")]
  }
}
