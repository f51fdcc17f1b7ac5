import ArgumentParser
import CurlDestination
import SegmentModel
import SegmentSync

/// What a person says of an endpoint; what is left out stays, or takes its default.
struct WebhookOptions: ParsableArguments {
  @Option(help: ArgumentHelp("A type of message, such as segment.count.updated; again for more.", valueName: "type"))
  var event: [String] = []

  @Option(help: ArgumentHelp("Id of a segment to tell of; again for more. Else all of them.", valueName: "id"))
  var segment: [String] = []

  @Option(help: ArgumentHelp("A property that contacts in messages bear; again for more.", valueName: "name"))
  var property: [String] = []

  @Option(
    name: .customLong("min-interval"),
    help: ArgumentHelp("Least time between two counts of one segment.", valueName: "ms"))
  var minInterval: Int?

  @Option(help: "standard or cloudevents.")
  var format: String?

  @Option(help: "A note for people.")
  var description: String?

  /// As the body of the API.
  func members(url: String?) -> [JSONMember] {
    func list(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
    var members: [JSONMember] = []
    if let url { members.append(JSONMember("url", .string(url))) }
    if !event.isEmpty { members.append(JSONMember("events", list(event))) }
    if segment == ["all"] {
      members.append(JSONMember("segments", "all"))
    } else if !segment.isEmpty {
      members.append(JSONMember("segments", list(segment)))
    }
    if !property.isEmpty { members.append(JSONMember("properties", list(property))) }
    if let minInterval { members.append(JSONMember("minInterval", .number(Double(minInterval)))) }
    if let format { members.append(JSONMember("format", .string(format))) }
    if let description { members.append(JSONMember("description", .string(description))) }
    return members
  }

  /// Whether private addresses are allowed is for the query server to know; here it is only worth a word.
  static func warnOfPrivateAddress(_ url: String, _ output: Output) {
    let strict = AddressPolicy(allowPrivateAddresses: false)
    guard let problem = WebhookURL.problem(url, addresses: strict) else { return }
    output.note("Note: \(problem.sentence)")
  }
}
