import Crypto
import SegmentModel

/// That the page's own server vouches for an identifier: HMAC-SHA256 of it with the source's secret.
/// Source: values-and-identity, "Identity".
package enum IdentityProof {
  /// - Parameter proof: hexadecimal or Base64.
  /// - Returns: whether it was made over the identifier, as sent or normalised. Takes the same time for every
  ///   wrong proof.
  package static func isValid(_ proof: String, of claim: ClaimedIdentifier, secret: String) -> Bool {
    guard !secret.isEmpty, let code = decoded(proof) else { return false }
    let key = SymmetricKey(data: Array(secret.utf8))
    let overText = HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: Array(claim.text.utf8), using: key)
    let overNormalised = HMAC<SHA256>.isValidAuthenticationCode(
      code, authenticating: Array(claim.identifier.value.utf8), using: key)
    return overText || overNormalised
  }

  private static func decoded(_ proof: String) -> [UInt8]? {
    if proof.utf8.count == 64 { return hexadecimal(proof) }
    return Base64.decode(proof)
  }

  private static func hexadecimal(_ text: String) -> [UInt8]? {
    var out: [UInt8] = []
    var high: UInt8?
    for byte in text.utf8 {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
      if let first = high {
        out.append(first << 4 | UInt8(digit))
        high = nil
      } else {
        high = UInt8(digit)
      }
    }
    return out
  }
}
