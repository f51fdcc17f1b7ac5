import HTTPTypes
import Hummingbird
import StrataService

/// `/assets/{version}/…`: scripts and style of the page. What is under a version never changes, so that a browser may
/// keep it; one of another make of the program gets 404, and its page has to be loaded again.
struct PageFilesController: Sendable {
  static let path = "/assets/{version}/{folder}/{file}"

  func addRoutes(to router: Router<QueryContext>) {
    router.get(RouterPath(Self.path), use: file)
  }

  @Sendable private func file(_ request: Request, _ context: QueryContext) async throws -> Response {
    let path = try "\(context.pathParameter("folder"))/\(context.pathParameter("file"))"
    guard try context.pathParameter("version") == PageFile.version, let file = PageFile.all[path] else {
      throw Problem.notFound("There is no such file in this version of the page.")
    }
    let isPacked = Self.takesGzip(request)
    let tag = isPacked ? EntityTag(file.tag.text + "-gzip") : file.tag
    var headers: HTTPFields = [
      .eTag: tag.description, .cacheControl: "public, max-age=31536000, immutable", .vary: "Accept-Encoding",
    ]
    if request.hasCurrent(tag) { return Response(status: .notModified, headers: headers) }
    headers[.contentType] = file.contentType
    if isPacked { headers[.contentEncoding] = "gzip" }
    let bytes = isPacked ? file.gzip : file.plain
    return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }

  private static func takesGzip(_ request: Request) -> Bool {
    let offers = request.headers[values: .acceptEncoding].joined(separator: ",").lowercased().split(separator: ",")
    return offers.contains { offer in
      let parts = offer.split(separator: ";").map { $0.filter { $0 != " " } }
      return parts.first == "gzip" && !parts.dropFirst().contains { $0.hasPrefix("q=") && Double($0.dropFirst(2)) == 0 }
    }
  }
}
