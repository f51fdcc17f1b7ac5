import SegmentModel

/// The names that random worlds have, with what their values are meant to be and how many have one.
enum WorldSchema {
  struct Entry {
    var name: String
    var flavor: ValuePool.Flavor
    /// Share of those who have a value.
    var density: Double
    /// Set where the property is declared `datetime`.
    var unit: DateUnit?

    init(_ name: String, _ flavor: ValuePool.Flavor, _ density: Double, _ unit: DateUnit? = nil) {
      self.name = name
      self.flavor = flavor
      self.density = density
      self.unit = unit
    }
  }

  static let contacts = [
    Entry("firstName", .text, 0.7), Entry("name", .text, 0.3), Entry("primaryEmail", .text, 0.6),
    Entry("primaryPhone", .number, 0.3), Entry("code", .mixed, 0.3), Entry("profileScore", .number, 0.7),
    Entry("isSubscribed", .boolean, 0.8), Entry("doNotDisturb", .boolean, 0.2), Entry("country", .word, 0.9),
    Entry("birthDate", .date, 0.7, .milliseconds), Entry("tags", .list, 0.6), Entry("score", .number, 0.8),
    Entry("plan", .word, 0.8), Entry("expireDate", .date, 0.9), Entry("renewalAt", .date, 0.8, .milliseconds),
    Entry("trialEndsAt", .date, 0.8, .seconds), Entry("mixed", .mixed, 0.8), Entry("flag", .boolean, 0.5),
    Entry("address.city", .text, 0.5), Entry("products.sku", .list, 0.4),
    Entry("odd/~ 'n\u{E4}me\" --\u{1F600}", .text, 0.4),
    Entry("traits.state", .word, 0.1), Entry("id", .number, 0.2), Entry("value", .mixed, 0.2),
  ]

  static let tracked = [
    Entry("pricing-team111", .word, 0.5), Entry("visits", .number, 0.6), Entry("trackedAt", .date, 0.5),
    Entry("mixed", .mixed, 0.6), Entry("state", .word, 0.3), Entry("tags", .list, 0.3), Entry("optIn", .boolean, 0.4),
  ]

  static let companies = [
    Entry("primaryName", .text, 0.9), Entry("industry", .word, 0.8), Entry("size", .number, 0.8),
    Entry("plan", .word, 0.6), Entry("primaryEmail", .text, 0.4), Entry("tags", .list, 0.5),
    Entry("mixed", .mixed, 0.7),
    Entry("renewalAt", .date, 0.8), Entry("foundedAt", .date, 0.6, .milliseconds), Entry("isPartner", .boolean, 0.5),
  ]

  /// The same word in two normal forms and two cases is several names.
  static let events = [
    "purchase", "purchase", "purchase", "viewPage", "viewPage", "get-start", "cancel", "Purchase", "caf\u{E9}",
    "cafe\u{301}", "sign up",
  ]

  static let attributes = [
    Entry("price", .number, 0.8), Entry("view", .text, 0.5), Entry("plan", .word, 0.5), Entry("skus", .list, 0.3),
    Entry("at", .date, 0.4), Entry("ok", .boolean, 0.4), Entry("context.locale", .word, 0.2),
    Entry("mixed", .mixed, 0.3),
  ]
}
