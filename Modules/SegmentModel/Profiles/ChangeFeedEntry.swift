/// One entry of the ordered change feed of `profiles.sqlite`: what changed, never its value.
package struct ChangeFeedEntry: Sendable, Equatable {
  package enum Kind: Int, Sendable, CaseIterable {
    /// A contact's basic or custom property; `name` says which.
    case contactProperty = 1
    /// A contact's tracked property; `name` says which.
    case trackedProperty = 2
    /// An event of the contact; `name` is the event's, `item` its row id.
    case event = 3
    /// A company's property; `name` says which.
    case companyProperty = 4
    /// A contact joined or left a company; `item` is the company's row id.
    case link = 5
    /// `entity` is gone into the contact `item`.
    case merge = 6
    /// A contact is gone: erased, or, where `item` is 1, since it was a visitor for longer than they are kept.
    case contactDeletion = 7
    case companyDeletion = 8
    /// A contact joined or left a list; `item` is the list's row id.
    case list = 9
    /// A new contact.
    case contactCreation = 10
    case companyCreation = 11
    /// A property was declared to be of a type; `name` says which.
    case declaration = 12
    /// Events of the contact are gone, since they were older than events are kept; `name` is theirs.
    case eventDeletion = 13
  }

  /// Rising, may have gaps.
  package var position: Int64
  package var kind: Kind
  /// Row id of the contact or company.
  package var entity: Int64
  package var name: String?
  package var item: Int64?

  package init(position: Int64, kind: Kind, entity: Int64, name: String? = nil, item: Int64? = nil) {
    self.position = position
    self.kind = kind
    self.entity = entity
    self.name = name
    self.item = item
  }
}
