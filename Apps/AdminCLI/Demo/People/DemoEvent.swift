import SegmentModel

/// Something that a contact of the demo did.
struct DemoEvent {
  let time: Instant
  let name: String
  let attributes: [NamedValue]

  init(time: Instant, random: inout DemoRandom) {
    self.time = time
    let share = Double.random(in: 0..<1, using: &random)
    switch share {
    case ..<0.006:
      name = "get-start"
      attributes = [
        NamedValue("price", .number(random.pick([29, 49, 100, 100, 199], or: 100))),
        NamedValue("view", .text(random.pick(["40%", "80%", "80%", "100%"], or: "80%"))),
      ]
    case ..<0.62:
      let path = random.pick(DemoNames.pages, or: "/")
      name = "viewPage"
      attributes = [
        NamedValue("path", .text(path)), NamedValue("url", .text("https://www.example.com" + path)),
      ]
    case ..<0.74: (name, attributes) = ("login", [])
    case ..<0.82:
      (name, attributes) = ("search", [NamedValue("query", .text(random.pick(DemoNames.searches, or: "pricing")))])
    case ..<0.90: (name, attributes) = ("addToCart", Self.product(&random))
    case ..<0.94:
      let quantity = NamedValue("quantity", .number(Double(Int.random(in: 1...5, using: &random))))
      (name, attributes) = ("purchase", Self.product(&random) + [quantity])
    default:
      (name, attributes) = (
        "featureUsed", [NamedValue("feature", .text(random.pick(DemoNames.features, or: "export")))]
      )
    }
  }

  private static func product(_ random: inout DemoRandom) -> [NamedValue] {
    [
      NamedValue("product", .text(random.pick(DemoNames.products, or: "Starter kit"))),
      NamedValue("price", .number(Double(Int.random(in: 1...50, using: &random) * 10))),
    ]
  }
}
