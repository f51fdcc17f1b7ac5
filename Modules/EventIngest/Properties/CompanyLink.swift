/// A company that a row of an import says its contact belongs to.
package enum CompanyLink: Sendable, Equatable {
  /// By its group id; made where there is none.
  case named(CompanyTraits)
  /// By our own id, `com_…`; it must be there.
  case id(String)
}
