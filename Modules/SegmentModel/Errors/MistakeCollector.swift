/// Gathers every mistake in what somebody sent, each with its place.
package struct MistakeCollector {
  package private(set) var errors: [InputError] = []

  package init() {}

  package mutating func add(_ pointer: JSONPointer, _ code: InputErrorCode, _ detail: String) {
    errors.append(InputError(pointer, code, detail))
  }
}
