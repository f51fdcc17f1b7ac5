import SegmentModel

/// A name that a filter asks for, with its place in the text.
struct FilterName: Sendable, Equatable {
  enum Kind: Sendable, Equatable {
    case contactProperty, companyProperty, trackedProperty, event, attribute
  }

  var pointer: JSONPointer
  var kind: Kind
  var name: String

  /// All of a filter, in the order of the text.
  /// - Parameter pointer: where the filter stands.
  static func all(in filter: Filter, at pointer: JSONPointer, isPeople: Bool) -> [FilterName] {
    var found: [FilterName] = []
    collect(filter, pointer, isPeople: isPeople, into: &found)
    return found
  }

  private static func collect(
    _ filter: Filter, _ pointer: JSONPointer, isPeople: Bool, into found: inout [FilterName]
  ) {
    switch filter {
    case .all(let nodes): collect(nodes, pointer.appending("all"), isPeople: isPeople, into: &found)
    case .any(let nodes): collect(nodes, pointer.appending("any"), isPeople: isPeople, into: &found)
    case .not(let inner): collect(inner, pointer.appending("not"), isPeople: isPeople, into: &found)
    case .property(let name, _):
      let kind = isPeople ? Kind.contactProperty : .companyProperty
      found.append(FilterName(pointer: pointer.appending("property"), kind: kind, name: name))
    case .tracked(let name, _):
      found.append(FilterName(pointer: pointer.appending("tracked"), kind: .trackedProperty, name: name))
    case .event(let condition):
      found.append(FilterName(pointer: pointer.appending("event"), kind: .event, name: condition.event))
      collect(condition.where, pointer.appending("where"), into: &found)
    case .company(let inner, _):
      collect(inner, pointer.appending("company"), isPeople: false, into: &found)
    case .contacts(let inner, _), .contactCount(let inner, _):
      collect(inner, pointer.appending("contacts"), isPeople: true, into: &found)
    case .sequence(let sequence):
      for (index, step) in sequence.steps.enumerated() {
        let place = pointer.appending("sequence").appending(index)
        let inner = step.isNegated ? place.appending("not") : place
        found.append(FilterName(pointer: inner.appending("event"), kind: .event, name: step.event))
        collect(step.where, inner.appending("where"), into: &found)
      }
    case .segment, .list, .sample: break
    }
  }

  private static func collect(
    _ nodes: [Filter], _ pointer: JSONPointer, isPeople: Bool, into found: inout [FilterName]
  ) {
    for (index, node) in nodes.enumerated() {
      collect(node, pointer.appending(index), isPeople: isPeople, into: &found)
    }
  }

  private static func collect(_ filter: AttributeFilter, _ pointer: JSONPointer, into found: inout [FilterName]) {
    switch filter {
    case .all(let nodes):
      for (index, node) in nodes.enumerated() { collect(node, pointer.appending("all").appending(index), into: &found) }
    case .any(let nodes):
      for (index, node) in nodes.enumerated() { collect(node, pointer.appending("any").appending(index), into: &found) }
    case .not(let inner): collect(inner, pointer.appending("not"), into: &found)
    case .attribute(let name, _):
      found.append(FilterName(pointer: pointer.appending("attribute"), kind: .attribute, name: name))
    }
  }
}
