import FilterCompiler
import SegmentModel

extension LogicalPlan {
  /// A number that tells plans apart, the same in every run; kept with the members that a plan gave.
  var fingerprint: Int64 { Int64(bitPattern: description.utf8.fnv1a) }
}
