import FilterCompiler
import SegmentModel

/// What of the filter language this version evaluates: tests of the API around it wait for it.
enum LanguageOfThisVersion {
  static let evaluatesLists = compiles(.list("lst_x"))
  static let evaluatesExceptions = compiles(.all([]), excluding: [SegmentException(contact: "con_x")])

  private static func compiles(_ filter: Filter, excluding exceptions: [SegmentException] = []) -> Bool {
    let definition = SegmentDefinition(
      name: "x", color: "#000000", contentType: .contact, filter: filter, filterJSON: ["all": []],
      exclude: exceptions)
    do {
      _ = try SegmentCompiler(library: [String: SegmentDefinition]()).compile(definition)
      return true
    } catch {
      return !error.errors.contains { $0.code == .notSupported }
    }
  }
}
