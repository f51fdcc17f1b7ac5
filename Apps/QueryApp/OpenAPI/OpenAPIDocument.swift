import SegmentModel

/// `/openapi.json`: what this server answers, and nothing that it does not answer yet.
enum OpenAPIDocument {
  /// - Throws: `JSONError` where a part of it is not JSON, which a test sees.
  static func json() throws -> JSONValue {
    var paths: [JSONMember] = []
    for operation in OpenAPIOperation.all {
      let member = JSONMember(operation.method, operation.json)
      if let index = paths.firstIndex(where: { $0.key == operation.path }) {
        paths[index].value = .object((paths[index].value.objectValue ?? []) + [member])
      } else {
        paths.append(JSONMember(operation.path, .object([member])))
      }
    }
    return [
      "openapi": "3.1.0",
      "info": [
        "title": "Strata query server", "version": "1",
        "description": .string(description),
      ],
      "paths": .object(paths),
      "components": [
        "securitySchemes": [
          "bearer": ["type": "http", "scheme": "bearer"],
          "cookie": ["type": "apiKey", "in": "cookie", "name": .string(Authenticator.cookieName)],
        ],
        "parameters": try JSONReader.read(OpenAPIParts.parameters),
        "responses": [
          "Problem": [
            "description": "What went wrong (RFC 9457).",
            "content": ["application/problem+json": ["schema": reference("schemas", "Problem")]],
          ]
        ],
        "schemas": try JSONReader.read(OpenAPIParts.schemas),
      ],
    ]
  }

  static func reference(_ kind: String, _ name: String) -> JSONValue {
    ["$ref": .string("#/components/\(kind)/\(name)")]
  }

  private static let description = """
    Segments of contacts and companies, with live counts, members and webhooks. Times are RFC 3339 in UTC with \
    milliseconds. A scope includes the ones before it: read, write, admin. With the cookie, whatever is not GET needs \
    Sec-Fetch-Site: same-origin or an equal Origin, and JSON.
    """
}
