import EventIngest
import HTTPTypes
import Hummingbird
import SegmentModel
import StrataService

/// The routes of the dialects.
struct IngestController {
  let endpoint: IngestServices.Endpoint
  let clock: any WallClock

  func addRoutes(of dialects: [any IngestDialect], to router: Router<ServiceContext>) {
    for dialect in dialects {
      for route in dialect.routes {
        guard let method = HTTPRequest.Method(route.method) else { continue }
        router.on(RouterPath(route.path), method: method) { request, _ in
          try await answer(request, in: dialect)
        }
      }
    }
  }

  private func answer(_ request: Request, in dialect: any IngestDialect) async throws -> Response {
    let receivedAt = clock.now
    let body = try await request.bytes(upTo: IngestLimits.bodyBytes)
    let response = await endpoint.respond(
      to: IngestRequest(request, body: Array(body.readableBytesView), receivedAt: receivedAt), in: dialect)
    return Response(response)
  }
}

extension IngestRequest {
  init(_ request: Request, body: [UInt8], receivedAt: Instant) {
    var query = QueryReader(request)
    var parameters: [String: String] = [:]
    if let key = query.text("writeKey") { parameters["writeKey"] = key }
    let wanted: [HTTPField.Name] = [.authorization, .origin, .contentEncoding, .contentType]
    self.init(
      method: request.method.rawValue, path: request.uri.path, query: parameters,
      headers: Dictionary(
        wanted.compactMap { name in request.headers[name].map { (name.canonicalName, $0) } },
        uniquingKeysWith: { first, _ in first }),
      body: body, receivedAt: receivedAt)
  }
}

extension Response {
  init(_ response: IngestResponse) {
    var headers = HTTPFields()
    for (name, value) in response.headers.sorted(by: { $0.key < $1.key }) {
      if let name = HTTPField.Name(name) { headers[name] = value }
    }
    headers[.cacheControl] = "no-store"
    self.init(
      status: HTTPResponse.Status(code: response.status), headers: headers,
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: response.body)))
  }
}
