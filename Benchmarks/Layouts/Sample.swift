/// A property, tracked property or attribute of the generated data.
struct SampleValue {
  /// The id of the name, one space for contacts and one for events.
  let name: Int64
  let value: ScannedValue
}

/// A contact of the generated data. Good as long as its line.
struct SampleContact {
  var id: Int64 = 0
  var publicID = ""
  var state = ""
  /// Epoch milliseconds; also the write time of every property.
  var createdAt: Int64 = 0
  var lastSeenAt: Int64 = 0
  var sessionCount: Int64 = 0
  var email: UnsafeRawBufferPointer?
  /// By rising name id.
  var properties: [SampleValue] = []
}

/// An event of the generated data. Good as long as its line.
struct SampleEvent {
  var contact: Int64 = 0
  var name: Int64 = 0
  /// Epoch milliseconds.
  var time: Int64 = 0
  /// By rising name id.
  var attributes: [SampleValue] = []
}
