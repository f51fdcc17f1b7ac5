import CCurl
import SegmentModel
import SegmentSync

/// One request of libcurl, from its set-up to its result. Used by the loop's thread alone; while it is in flight the
/// loop holds it, as libcurl's callbacks do not.
final class CurlTransfer {
  /// The easy handle, by which the loop knows the transfer.
  let easy: UnsafeMutableRawPointer
  let completion: @Sendable (DeliveryResult) -> Void

  private let settings: CurlSettings
  private var headers: UnsafeMutablePointer<curl_slist>?
  private let gate: UnsafeMutablePointer<strata_curl_gate>

  /// What libcurl says of a failure.
  let explanation: UnsafeMutablePointer<CChar>

  /// The first bytes of the answer, how many there were, and how many its head had.
  private(set) var prefix: [UInt8] = []
  private var bodyBytes = 0
  private var headBytes = 0

  /// Whether the head of the final answer is whole.
  private(set) var hasHead = false

  /// Why the last address was refused, and whether another one was connected to.
  private(set) var refusal: AddressKind?
  private(set) var hasConnected = false

  init(_ order: CurlOrder, settings: CurlSettings) throws(DeliveryFailure) {
    guard let easy = curl_easy_init() else { throw .clientError }
    self.easy = easy
    self.settings = settings
    completion = order.completion
    explanation = .allocate(capacity: Int(CURL_ERROR_SIZE))
    explanation.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    gate = .allocate(capacity: 1)
    gate.initialize(to: strata_curl_gate())
    try connect(to: order.attempt.url)
    try post(order.attempt)
    try receive()
  }

  deinit {
    curl_easy_cleanup(easy)
    curl_slist_free_all(headers)
    explanation.deallocate()
    gate.deallocate()
  }

  private func check(_ code: CURLcode) throws(DeliveryFailure) {
    guard code == CURLE_OK else { throw .clientError }
  }

  private func set(_ option: CURLoption, _ value: Int) throws(DeliveryFailure) {
    try check(strata_curl_set_long(easy, option, value))
  }

  private func set(_ option: CURLoption, _ value: String) throws(DeliveryFailure) {
    try check(strata_curl_set_text(easy, option, value))
  }

  private var context: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }
}

// Setting up.
extension CurlTransfer {
  private func connect(to url: String) throws(DeliveryFailure) {
    if let problem = WebhookURL.problem(url) { throw problem }
    try check(strata_curl_set_error_buffer(easy, explanation))
    try set(CURLOPT_URL, url)
    try set(CURLOPT_PROTOCOLS_STR, "http,https")
    try set(CURLOPT_FOLLOWLOCATION, 0)
    try set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
    try set(CURLOPT_TIMEOUT_MS, settings.timeout)
    try set(CURLOPT_NOSIGNAL, 1)
    // Else a transfer that ends while its name is still being looked up holds up all others until it is.
    try set(CURLOPT_QUICK_EXIT, 1)
    try set(CURLOPT_SSL_VERIFYPEER, 1)
    try set(CURLOPT_SSL_VERIFYHOST, 2)
    try set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
    if let certificates = settings.certificates { try set(CURLOPT_CAINFO, certificates) }
    try chooseProxy()
    gate.pointee.context = context
    gate.pointee.function = { context, bytes, length in
      guard let transfer = CurlTransfer.of(context) else { return 0 }
      return transfer.mayConnect(to: Array(UnsafeBufferPointer(start: bytes, count: Int(length)))) ? 1 : 0
    }
    try check(strata_curl_set_gate(easy, gate))
  }

  /// A proxy connects in our place, where no address can be checked. So one is used only where every address is
  /// allowed, and then as the environment says, but for this machine.
  private func chooseProxy() throws(DeliveryFailure) {
    if settings.addresses.allowPrivateAddresses {
      try set(CURLOPT_NOPROXY, settings.withoutProxy)
    } else {
      try set(CURLOPT_PROXY, "")
      try set(CURLOPT_NOPROXY, "*")
    }
  }

  private func post(_ attempt: DeliveryAttempt) throws(DeliveryFailure) {
    for line in try CurlHeaders.lines(of: attempt) {
      guard let longer = curl_slist_append(headers, line) else { throw .clientError }
      headers = longer
    }
    try check(strata_curl_set_headers(easy, headers))
    try set(CURLOPT_USERAGENT, settings.userAgent)
    let code = attempt.body.withUnsafeBufferPointer { body in
      strata_curl_set_body(easy, body.baseAddress, Int64(body.count))
    }
    try check(code)
  }

  private func receive() throws(DeliveryFailure) {
    try check(
      strata_curl_set_write_function(
        easy,
        { bytes, _, count, context in
          guard let transfer = CurlTransfer.of(context) else { return 0 }
          return transfer.take(body: UnsafeRawBufferPointer(start: bytes, count: count)) ? count : 0
        }, context))
    try check(
      strata_curl_set_header_function(
        easy,
        { bytes, _, count, context in
          guard let transfer = CurlTransfer.of(context) else { return 0 }
          return transfer.take(head: UnsafeRawBufferPointer(start: bytes, count: count)) ? count : 0
        }, context))
  }
}

// Called by libcurl. Their results say whether to go on; libcurl passes 1 as the size of an item, always.
extension CurlTransfer {
  private static func of(_ context: UnsafeMutableRawPointer?) -> CurlTransfer? {
    context.map { Unmanaged<CurlTransfer>.fromOpaque($0).takeUnretainedValue() }
  }

  private func mayConnect(to address: [UInt8]) -> Bool {
    if let kind = settings.addresses.refusal(of: address) {
      refusal = kind
      return false
    }
    hasConnected = true
    return true
  }

  private func take(body bytes: UnsafeRawBufferPointer) -> Bool {
    prefix.append(contentsOf: bytes.prefix(settings.keptBytes - prefix.count))
    bodyBytes += bytes.count
    return bodyBytes <= settings.readBytes
  }

  /// - Parameter line: one line of a head, with its end. Interim answers (1xx) have heads of their own.
  private func take(head line: UnsafeRawBufferPointer) -> Bool {
    if line.starts(with: "HTTP/".utf8) { hasHead = false }
    if line.elementsEqual("\r\n".utf8) || line.elementsEqual("\n".utf8) { hasHead = true }
    headBytes += line.count
    return headBytes <= settings.headBytes
  }
}

extension DeliveryFailure {
  static var clientError: DeliveryFailure {
    DeliveryFailure(.clientError, "libcurl could not make the request, most likely for want of memory.")
  }
}
