import HTTPTypes
import Hummingbird
package import SegmentModel

extension Problem {
  /// 400, where the request cannot be understood at all.
  package static func badRequest(_ detail: String, code: String = "badRequest") -> Problem {
    Problem(.badRequest, code, detail)
  }

  /// 400 with every mistake of the body or the query.
  package static func invalid(_ input: InvalidInput) -> Problem {
    let detail =
      switch input.errors.count {
      case 1: input.errors.first?.detail ?? ""
      case let count: "There are \(count) mistakes; \"errors\" lists them."
      }
    return Problem(.badRequest, "invalid", detail, errors: input.errors)
  }

  /// 400 with the byte at which the body ceases to be JSON.
  package static func notJSON(_ error: JSONError) -> Problem {
    Problem(
      .badRequest, "badJSON", "The body is \(error).",
      errors: [InputError(.root, .badJSON, error.description)],
      members: [JSONMember("offset", .number(Double(error.offset)))])
  }

  package static func unauthorized(_ detail: String, code: String = "unauthorized") -> Problem {
    Problem(.unauthorized, code, detail, headers: [.wwwAuthenticate: "Bearer"])
  }

  package static func forbidden(_ detail: String, code: String = "forbidden") -> Problem {
    Problem(.forbidden, code, detail)
  }

  package static func notFound(_ detail: String, code: String = "notFound") -> Problem {
    Problem(.notFound, code, detail)
  }

  /// - Parameter allowed: the methods that the path has.
  package static func methodNotAllowed(_ allowed: [String]) -> Problem {
    let list = allowed.joined(separator: ", ")
    return Problem(
      .methodNotAllowed, "methodNotAllowed", "This path answers \(list) only.", headers: [.allow: list])
  }

  package static func conflict(_ detail: String, code: String = "conflict", members: [JSONMember] = []) -> Problem {
    Problem(.conflict, code, detail, members: members)
  }

  package static func gone(_ detail: String, code: String = "gone") -> Problem {
    Problem(.gone, code, detail)
  }

  /// 412: somebody has changed it meanwhile.
  package static func stale(current: EntityTag) -> Problem {
    Problem(
      .preconditionFailed, "stale", "It has changed since: its ETag is \(current) now. Read it again, then write.",
      headers: [.eTag: current.description])
  }

  /// 408.
  static func slowBody(limit: Duration) -> Problem {
    Problem(
      .requestTimeout, "bodyTooSlow",
      "The body did not arrive within \(limit.components.seconds) seconds; send less at a time.")
  }

  /// 413.
  /// - Parameter limit: in bytes.
  package static func tooLarge(limit: Int) -> Problem {
    Problem(.contentTooLarge, "tooLarge", "The body may have at most \(limit) bytes.")
  }

  /// 428.
  package static let preconditionRequired = Problem(
    .preconditionRequired, "preconditionRequired",
    "Send If-Match with the ETag that you have read, so that nobody's change is lost; \"*\" overwrites any.")

  /// 501, for what is described and not there yet.
  package static func notSupported(_ what: String) -> Problem {
    Problem(.notImplemented, "notSupported", "\(what) is not supported yet.")
  }

  /// 503.
  /// - Parameter retryAfter: in seconds.
  package static func unavailable(_ detail: String, code: String = "unavailable", retryAfter: Int = 1) -> Problem {
    Problem(.serviceUnavailable, code, detail, headers: [.retryAfter: "\(retryAfter)"])
  }

  package static let overloaded = unavailable("Too much is waiting to be done. Try again.", code: "overloaded")

  package static let stopping = unavailable("The server is shutting down. Try again.", code: "stopping")

  /// 499, as others have named it; for the log, because nobody is there to read it.
  package static let clientGone = Problem(
    HTTPResponse.Status(code: 499, reasonPhrase: "Client Closed Request"), "clientGone",
    "The client has gone before the answer was there.")

  /// 500. What happened is in the log and nowhere else.
  package static let internalError = Problem(
    .internalServerError, "internal", "Something went wrong here that is not your doing; the server's log says what.")
}
