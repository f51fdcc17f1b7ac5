/// Why an attempt got no answer. The sentence is for the person who has to act; it bears no secret, body or URL.
package struct DeliveryFailure: Error, Sendable, Equatable {
  /// Stable: stored with attempts, shown by the API, counted in metrics.
  package enum Code: String, Sendable, CaseIterable {
    /// The host is, or resolves to, an address to which webhooks may not be sent.
    case refusedAddress
    /// Not an http or https URL with a host.
    case badURL
    /// The host's name does not resolve.
    case unresolved
    /// No connection came about, or it broke before anything was answered.
    case connect
    /// No secure connection: certificate, name or protocol.
    case tls
    /// No whole answer within the time allowed.
    case timeout
    /// What was answered is not HTTP, or has a head that is too large.
    case protocolError
    /// The endpoint's secret cannot sign.
    case badSecret
    /// The message's id or content type cannot stand in a header.
    case badHeader
    /// The destination's queue is full; nothing was sent.
    case overloaded
    /// The destination is shutting down; the message may or may not have been sent.
    case shutDown
    /// The HTTP client itself failed, for want of memory or the like.
    case clientError
  }

  package var code: Code
  package var sentence: String

  package init(_ code: Code, _ sentence: String) {
    self.code = code
    self.sentence = sentence
  }
}

extension DeliveryFailure {
  /// Whether it says nothing about the endpoint, so that it counts neither against it nor against the message.
  package var isOurs: Bool {
    switch code {
    case .overloaded, .shutDown, .clientError: true
    case .refusedAddress, .badURL, .unresolved, .connect, .tls, .timeout, .protocolError, .badSecret, .badHeader: false
    }
  }
}
