import CCurl
import Glibc
package import SegmentSync

/// What can be said of an endpoint's URL without connecting, by the parser that the connection will use.
package enum WebhookURL {
  /// In bytes.
  package static let longest = 2_048

  /// Why nothing can be sent to a URL: it is not http or https, has no host, bears credentials, or does
  /// not parse.
  ///
  /// With `addresses` a host that is an address, in whatever notation, is judged too, so that a person who types it
  /// hears at once. What a name resolves to is judged on connecting alone, and so is every address once more.
  package static func problem(_ text: String, addresses: AddressPolicy? = nil) -> DeliveryFailure? {
    guard text.utf8.count <= longest else {
      return DeliveryFailure(.badURL, "The URL is longer than \(longest) bytes.")
    }
    guard !text.utf8.contains(0), let url = curl_url() else { return unreadable }
    defer { curl_url_cleanup(url) }
    guard curl_url_set(url, CURLUPART_URL, text, UInt32(CURLU_NON_SUPPORT_SCHEME)) == CURLUE_OK,
      let scheme = part(CURLUPART_SCHEME, of: url)
    else { return unreadable }
    guard ["http", "https"].contains(scheme) else {
      return DeliveryFailure(.badURL, "The URL begins with \(scheme)://; webhooks go to http:// and https:// alone.")
    }
    guard part(CURLUPART_USER, of: url) == nil, part(CURLUPART_PASSWORD, of: url) == nil else {
      return DeliveryFailure(
        .badURL, "The URL holds a user name or password. Leave them out: what is sent bears a signature to check.")
    }
    guard let host = part(CURLUPART_HOST, of: url), !host.isEmpty else { return unreadable }
    guard let addresses, let address = address(host), let kind = addresses.refusal(of: address) else { return nil }
    return .refusedAddress(kind)
  }

  private static var unreadable: DeliveryFailure {
    DeliveryFailure(.badURL, "The URL cannot be read. It has to look like https://example.com/path.")
  }

  private static func part(_ part: CURLUPart, of url: OpaquePointer) -> String? {
    var text: UnsafeMutablePointer<CChar>?
    guard curl_url_get(url, part, &text, 0) == CURLUE_OK, let text else { return nil }
    defer { curl_free(text) }
    return String(cString: text)
  }

  /// The bytes of a host that is an address; libcurl has already turned the older notations of IPv4 (one number,
  /// octal, hexadecimal) into four decimal numbers.
  private static func address(_ host: String) -> [UInt8]? {
    let (family, length, text) =
      host.hasPrefix("[") ? (AF_INET6, 16, String(host.dropFirst().dropLast())) : (AF_INET, 4, host)
    var bytes = [UInt8](repeating: 0, count: length)
    return inet_pton(family, text, &bytes) == 1 ? bytes : nil
  }
}
