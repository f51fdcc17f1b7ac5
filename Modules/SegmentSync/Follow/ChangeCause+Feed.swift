import SegmentModel
import SegmentStore

extension ChangeCause {
  /// A contact that comes to be, and values kept by rules, follow from an event or a property write of the same
  /// message: they count as that.
  /// - Parameter eventful: contacts of whom the same entries tell events.
  init(of entry: ChangeFeedEntry, eventful: Set<Int64>) {
    self =
      switch entry.kind {
      case .event: .event
      case .merge: .merged
      case .contactDeletion, .companyDeletion, .eventDeletion: .deleted
      case .list: .list
      case .link: .company
      case .contactCreation: eventful.contains(entry.entity) ? .event : .property
      case .contactProperty where BasicProperty.keptByRules.contains(entry.name ?? ""):
        eventful.contains(entry.entity) ? .event : .property
      case .contactProperty, .trackedProperty, .companyProperty, .companyCreation, .declaration: .property
      }
  }

  /// Of several causes of one change the weightiest is told.
  var weight: Int {
    switch self {
    case .time: 0
    case .property: 1
    case .event: 2
    case .list, .company, .exception, .edit: 3
    case .merged: 4
    case .deleted: 5
    }
  }
}

extension [Int64: ChangeCause] {
  mutating func note(_ cause: ChangeCause, of entity: Int64) {
    if self[entity].map({ $0.weight <= cause.weight }) ?? true { self[entity] = cause }
  }
}
