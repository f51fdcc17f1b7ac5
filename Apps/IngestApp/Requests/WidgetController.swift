import HTTPTypes
import Hummingbird
import IngestDialects
import StrataService

/// The files that pages load: the widget, and the stub that keeps calls until it is there.
struct WidgetController {
  /// A page that loads it again within five minutes does not ask; after that a 304 is enough.
  private static let caching = "public, max-age=300"

  func addRoutes(to router: Router<ServiceContext>) {
    for asset in WidgetAssets.all {
      router.get(RouterPath(asset.path)) { request, _ in answer(request, asset) }
    }
  }

  private func answer(_ request: Request, _ asset: WidgetAssets.Asset) -> Response {
    let file = asset.representation(accepting: request.headers[.acceptEncoding])
    var headers: HTTPFields = [
      .eTag: file.etag, .cacheControl: Self.caching, .vary: "Accept-Encoding",
      // For pages that check what they load (`integrity`) or isolate themselves.
      .accessControlAllowOrigin: "*", .crossOriginResourcePolicy: "cross-origin",
    ]
    if request.hasCurrent(EntityTag(String(file.etag.dropFirst().dropLast()))) {
      return Response(status: .notModified, headers: headers)
    }
    headers[.contentType] = asset.contentType
    if let encoding = file.contentEncoding { headers[.contentEncoding] = encoding }
    return Response(
      status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: file.bytes)))
  }
}
