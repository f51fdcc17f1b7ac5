import SegmentSync

/// To which addresses webhooks may be sent. Asked at the moment of connecting with the address itself, so that neither
/// the notation of a URL nor a name that resolves differently the second time makes a difference.
package struct AddressPolicy: Sendable, Equatable {
  /// The operator's permission (`--allow-private-webhooks`): every address may be sent to.
  package var allowPrivateAddresses: Bool

  package init(allowPrivateAddresses: Bool) {
    self.allowPrivateAddresses = allowPrivateAddresses
  }

  /// The kind for which an address (4 or 16 bytes in network order) is refused; nil if it may be connected to.
  package func refusal(of address: [UInt8]) -> AddressKind? {
    if allowPrivateAddresses { return nil }
    let kind = AddressKind.of(address)
    return kind == .public ? nil : kind
  }
}

extension DeliveryFailure {
  static func refusedAddress(_ kind: AddressKind) -> DeliveryFailure {
    DeliveryFailure(
      .refusedAddress,
      """
      The URL leads to a \(kind.rawValue) address, to which webhooks are not sent. \
      An operator can allow it with --allow-private-webhooks.
      """)
  }
}
