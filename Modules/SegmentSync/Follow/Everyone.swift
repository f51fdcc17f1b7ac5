import FilterCompiler
import SegmentModel

/// Everyone, by content type.
struct Everyone {
  /// Beside the plans of `plans`.
  let types: [ContentType]
  let plans: PlanGroup

  /// Of people, and of companies.
  static let all = Result { try [true, false].map(Everyone.init) }

  private init(ofPeople isPeople: Bool) throws {
    types = ContentType.allCases.filter { $0.isPeople == isPeople }
    let compiler = SegmentCompiler(library: [String: SegmentDefinition]())
    let plans = try types.map { type in
      let definition = SegmentDefinition(
        name: type.rawValue, color: "", contentType: type, filter: .all([]), filterJSON: ["all": []])
      return try compiler.compile(definition).plan
    }
    self.plans = PlanGroup(plans, isPeople: isPeople)
  }
}
