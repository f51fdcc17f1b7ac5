/// A JSON value of the generated data, and the text it was read from. Good as long as that text.
struct ScannedValue {
  enum Kind {
    case text(UnsafeRawBufferPointer)
    case number(Double)
    case boolean(Bool)
    /// The text between the brackets.
    case list(UnsafeRawBufferPointer)
  }

  let kind: Kind
  let json: UnsafeRawBufferPointer
}
