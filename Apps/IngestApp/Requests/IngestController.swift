import EventIngest
import Glibc
import HTTPTypes
import Hummingbird
import NIOCore
import SegmentModel
import StrataService

/// The routes of the dialects.
struct IngestController {
  let endpoint: IngestServices.Endpoint
  let clock: any WallClock
  let publicURL: PublicURL?

  func addRoutes(of dialects: [any IngestDialect], to router: Router<ServiceContext>) {
    for dialect in dialects {
      for route in dialect.routes {
        guard let method = HTTPRequest.Method(route.method) else { continue }
        router.on(RouterPath(route.path), method: method) { request, context in
          try await answer(request, from: context.remoteAddress, in: dialect)
        }
      }
    }
  }

  private func answer(
    _ request: Request, from sender: SocketAddress?, in dialect: any IngestDialect
  ) async throws -> Response {
    var ingest = IngestRequest(
      request, receivedAt: clock.now, address: sender.flatMap(Self.address),
      serverURL: publicURL?.description ?? "http://\(request.head.authority ?? "")")
    // Whoever bears a server's key is known; the others share by address what bodies may take on their way.
    if let address = ingest.address, !(await endpoint.isOfServer(ingest)) { BodyShare.current?.count(for: address) }
    do {
      ingest.body = try await RequestBody.read(request)
    } catch let refusal as IngestRefusal {
      return Response(endpoint.respond(to: ingest, with: refusal, in: dialect))
    }
    return Response(await endpoint.respond(to: ingest, in: dialect, hold: RequestBody.hold))
  }

  /// Of an IPv6 address the network: one subscriber has 2^64 of them.
  private static func address(_ sender: SocketAddress) -> String? {
    guard let text = sender.ipAddress, case .v6 = sender else { return sender.ipAddress }
    var address = in6_addr()
    guard inet_pton(AF_INET6, text, &address) == 1 else { return text }
    return withUnsafeBytes(of: &address) { bytes in
      // An IPv4 address within an IPv6 one is itself.
      if text.hasPrefix("::ffff:") { return text }
      return bytes.prefix(8).map { String($0, radix: 16) }.joined(separator: ":")
    }
  }
}

extension IngestRequest {
  /// Without its body.
  init(_ request: Request, receivedAt: Instant, address: String?, serverURL: String) {
    let names: [HTTPField.Name?] = [
      .authorization, .origin, .referer, .contentType, HTTPField.Name("Sec-Fetch-Mode"),
    ]
    let wanted = names.compactMap(\.self)
    self.init(
      method: request.method.rawValue, path: request.uri.path, query: QueryReader(request).all,
      headers: Dictionary(
        wanted.compactMap { name in request.headers[name].map { (name.canonicalName, $0) } },
        uniquingKeysWith: { first, _ in first }),
      receivedAt: receivedAt, address: address, serverURL: serverURL)
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
