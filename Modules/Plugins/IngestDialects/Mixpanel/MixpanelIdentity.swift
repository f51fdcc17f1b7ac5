import EventIngest
import SegmentModel

/// Whom a message of Mixpanel's is about.
enum MixpanelIdentity {
  static let names: Set<String> = [
    "distinct_id", "$distinct_id", "$device_id", "$user_id", "$identified_id", "$anon_id", "$anon_distinct_id",
    "$distinct_ids", "alias",
  ]

  private static let devicePrefix = "$device:"

  /// A `distinct_id` is the id of somebody known, unless it says that it is a device's.
  static func identifier(_ distinctID: String) -> ClaimedIdentifier? {
    distinctID.hasPrefix(devicePrefix)
      ? ClaimedIdentifier(.anonymousId, String(distinctID.dropFirst(devicePrefix.count)))
      : ClaimedIdentifier(.userId, distinctID)
  }

  static func ofEvent(_ properties: JSONValue) throws(Rejection) -> [ClaimedIdentifier] {
    let distinctID = try EventReading.text(properties["distinct_id"], "distinct_id")
    let device = try EventReading.text(properties["$device_id"], "$device_id")
    let user = try EventReading.text(properties["$user_id"], "$user_id")
    let named = distinctID == device ? nil : distinctID.flatMap(identifier)
    return [
      user.flatMap { ClaimedIdentifier(.userId, $0) } ?? named, device.flatMap { ClaimedIdentifier(.anonymousId, $0) },
    ].compactMap(\.self)
  }

  /// `$identify`: an anonymous history becomes somebody's.
  static func ofIdentify(_ properties: JSONValue) throws(Rejection) -> [ClaimedIdentifier] {
    let user = try EventReading.text(properties["$identified_id"] ?? properties["distinct_id"], "$identified_id")
    let anonymous = try EventReading.text(
      properties["$anon_id"] ?? properties["$anon_distinct_id"] ?? properties["$device_id"], "$anon_id")
    return [
      user.flatMap { ClaimedIdentifier(.userId, $0) },
      anonymous.map { $0.hasPrefix(devicePrefix) ? String($0.dropFirst(devicePrefix.count)) : $0 }
        .flatMap { ClaimedIdentifier(.anonymousId, $0) },
    ].compactMap(\.self)
  }

  /// `$create_alias` and `$merge`: two ids are one; of an alias it is the new one that goes on.
  static func ofAlias(_ event: String, _ properties: JSONValue) throws(Rejection) -> (previous: String, user: String) {
    var ids: [String?]
    if event == "$merge" {
      ids = []
      for id in properties["$distinct_ids"]?.arrayValue ?? [] { ids.append(try EventReading.text(id, "$distinct_ids")) }
      ids.reverse()
    } else {
      ids = [
        try EventReading.text(properties["distinct_id"], "distinct_id"),
        try EventReading.text(properties["alias"], "alias"),
      ]
    }
    guard ids.count == 2, case let previous?? = ids.first, case let user?? = ids.last else {
      throw Rejection(.missingPreviousID, "\(event) needs two ids")
    }
    let isDevice = previous.hasPrefix(devicePrefix)
    return (isDevice ? String(previous.dropFirst(devicePrefix.count)) : previous, user)
  }
}
