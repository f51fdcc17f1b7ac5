import CCurl
import Glibc
import SegmentModel
import SegmentSync

// What became of it.
extension CurlTransfer {
  var milliseconds: Int {
    var time: Int64 = 0
    strata_curl_get_microseconds(easy, CURLINFO_TOTAL_TIME_T, &time)
    return Int(time / 1_000)
  }

  /// - Parameter code: libcurl's word on the whole of it.
  func result(_ code: CURLcode, clock: any WallClock) -> DeliveryResult {
    var status = 0
    strata_curl_get_long(easy, CURLINFO_RESPONSE_CODE, &status)
    // Once the head is there the endpoint has said what it did with the message, and it does not matter that the rest
    // broke off, or was more than is read. Time is different: the whole answer has to come in time.
    if hasHead && status >= 200 && code != CURLE_OPERATION_TIMEDOUT {
      return .answered(
        status: status, retryAfter: retryAfter(clock: clock), bodyPrefix: prefix, milliseconds: milliseconds)
    }
    return .failed(failure(code), milliseconds: milliseconds)
  }

  private func retryAfter(clock: any WallClock) -> Int64? {
    var header: UnsafeMutablePointer<curl_header>?
    guard curl_easy_header(easy, "Retry-After", 0, UInt32(CURLH_HEADER), -1, &header) == CURLHE_OK,
      let value = header?.pointee.value
    else { return nil }
    return RetryAfter.milliseconds(String(cString: value), now: clock.now)
  }

  private func failure(_ code: CURLcode) -> DeliveryFailure {
    if code == CURLE_COULDNT_CONNECT, let refusal, !hasConnected { return .refusedAddress(refusal) }
    if code == CURLE_OK { return DeliveryFailure(.protocolError, "The answer broke off within its head.") }
    let failure = DeliveryFailure.Code(code)
    return DeliveryFailure(failure, "\(failure.opening): \(explain(code)).")
  }

  private func explain(_ code: CURLcode) -> String {
    var (said, number) = (String(cString: explanation), 0)
    if said.isEmpty { said = String(cString: curl_easy_strerror(code)) }
    // libcurl says "Couldn't connect" of whatever was wrong; the system knows whether it was refused, unreachable …
    strata_curl_get_long(easy, CURLINFO_OS_ERRNO, &number)
    guard code == CURLE_COULDNT_CONNECT, number > 0, let reason = strerror(Int32(truncatingIfNeeded: number)) else {
      return said
    }
    return "\(said) (\(String(cString: reason)))"
  }
}

extension DeliveryFailure.Code {
  fileprivate init(_ code: CURLcode) {
    switch code {
    case CURLE_URL_MALFORMAT: self = .badURL
    case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: self = .unresolved
    case CURLE_OPERATION_TIMEDOUT: self = .timeout
    case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
      CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CRL_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS,
      CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_ENGINE_SETFAILED, CURLE_SSL_ENGINE_INITFAILED, CURLE_SSL_CLIENTCERT,
      CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_USE_SSL_FAILED:
      self = .tls
    case CURLE_OUT_OF_MEMORY, CURLE_FAILED_INIT: self = .clientError
    // The URL was parsed before, so what is not supported is the answer (HTTP/0.9); what could not be written is a
    // head that was too large.
    case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WRITE_ERROR, CURLE_WEIRD_SERVER_REPLY, CURLE_PARTIAL_FILE,
      CURLE_BAD_CONTENT_ENCODING:
      self = .protocolError
    default: self = .connect
    }
  }

  /// How the sentence of a failure of libcurl begins.
  fileprivate var opening: String {
    switch self {
    case .unresolved: "The host's name does not resolve"
    case .tls: "There is no secure connection"
    case .timeout: "There was no whole answer in time"
    case .protocolError: "The answer is not HTTP as it should be"
    case .clientError: "The request could not be made"
    default: "The connection failed"
    }
  }
}
