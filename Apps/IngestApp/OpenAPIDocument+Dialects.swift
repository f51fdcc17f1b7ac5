import EventIngest
import IngestDialects
import SegmentModel

/// The calls of the other dialects, as their routes name them.
extension OpenAPIDocument {
  /// As their own documents describe them.
  static var otherDialects: [JSONMember] {
    let others = Dialects.all.filter { !($0 is TrackingAPI) }
    return others.flatMap { dialect in
      var paths: [String] = []
      for route in dialect.routes where !paths.contains(route.path) { paths.append(route.path) }
      return paths.map { path in
        let methods = dialect.routes.filter { $0.path == path }.map(\.method)
        return JSONMember(
          path,
          .object(methods.map { JSONMember($0.lowercased(), operation($0, of: dialect.name, at: path)) }))
      }
    }
  }

  private static func operation(_ method: String, of dialect: String, at path: String) -> JSONValue {
    var operation: [JSONMember] = [
      JSONMember("summary", .string("A call in the form of \(dialect)")),
      JSONMember(
        "responses",
        [
          "200": [
            "description": "What was taken is on disk. Said as the clients of this form look for it.",
            "content": ["application/json": ["schema": ["type": "object"]], "text/plain": [:]],
          ],
          "408": reference("responses", "TooSlow"), "415": reference("responses", "Encoded"),
          "429": reference("responses", "Refused"), "503": reference("responses", "Refused"),
          "default": reference("responses", "Problem"),
        ]),
    ]
    let names = path.split(separator: "{").dropFirst().map { String($0.prefix { $0 != "}" }) }
    if !names.isEmpty {
      let parameters = names.map { name -> JSONValue in
        ["name": .string(name), "in": "path", "required": true, "schema": ["type": "string"]]
      }
      operation.append(JSONMember("parameters", .array(parameters)))
    }
    if method == "POST" {
      let form: JSONValue = [
        "type": "object", "required": ["data"],
        "properties": ["data": ["type": "string", "description": "JSON, or Base64 of it."]],
      ]
      operation.append(
        JSONMember(
          "requestBody",
          [
            "required": true,
            "content": [
              "application/json": ["schema": ["type": ["object", "array"]]],
              "application/x-www-form-urlencoded": ["schema": form],
            ],
          ]))
    }
    return .object(operation)
  }
}
