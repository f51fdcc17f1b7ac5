import HTTPTypes
import Hummingbird
import SegmentModel
import SegmentStore
import SegmentSync
import StrataService
import TrackedPropertyStore

/// `/segments/{id}/exceptions/{contact}`: who is in or out by hand. They are a part of the definition, whose ETag holds.
struct ExceptionsController: Sendable {
  let services: QueryServices

  func addRoutes(to api: APIRoutes) {
    api.write.put("segments/{id}/exceptions/{contact}", use: put)
    api.write.delete("segments/{id}/exceptions/{contact}", use: delete)
  }

  @Sendable private func put(_ request: Request, _ context: QueryContext) async throws -> Response {
    let id = try context.pathParameter("id")
    let reference = try ContactReference(try context.pathParameter("contact"))
    let condition = try RevisionCondition.required(request)
    let asked = try ExceptionRequest(try await request.json(upTo: RequestLimits.body))
    let answer = try await services.write { services in
      let (old, users) = try services.segments.segment(id)
      let contact = try services.profiles.read { try $0.survivor(reference).publicID }
      let exception = SegmentException(contact: contact, reason: asked.reason, until: asked.until)
      let segment = try services.segments.by(context.caller?.title).setException(
        asked.kind, exception, of: id, expecting: try condition.expected(current: old.revision))
      return try services.answer(segment, usedBy: users)
    }
    return .json(answer.json, headers: answer.headers)
  }

  @Sendable private func delete(_ request: Request, _ context: QueryContext) async throws -> Response {
    let id = try context.pathParameter("id")
    let text = try context.pathParameter("contact")
    let reference = try ContactReference(text)
    let condition = try RevisionCondition.required(request)
    let answer = try await services.write { services in
      let (old, users) = try services.segments.segment(id)
      // One whose contact is gone can still be taken back, by its id.
      let contact = try services.profiles.read { profiles in
        try profiles.contact(reference) == nil ? text : profiles.survivor(reference).publicID
      }
      let segment = try services.segments.by(context.caller?.title).removeException(
        of: contact, from: id, expecting: try condition.expected(current: old.revision))
      return try services.answer(segment, usedBy: users)
    }
    return .noContent(headers: answer.headers)
  }
}

/// What is to hold of one contact: `{kind: include or exclude, reason?, until?}`.
private struct ExceptionRequest: Sendable {
  let kind: SegmentService.ExceptionKind
  let reason: String?
  /// From this millisecond on it no longer holds.
  let until: Instant?

  /// - Throws: `InvalidInput` with every mistake.
  init(_ json: JSONValue) throws(InvalidInput) {
    var mistakes = MistakeCollector()
    guard let object = JSONObjectReader(json, at: .root, known: ["kind", "reason", "until"], &mistakes) else {
      throw InvalidInput(mistakes.errors)
    }
    _ = object.required("kind", &mistakes)
    let kind = object.word("kind", of: SegmentService.ExceptionKind.self, &mistakes)
    reason = object["reason"] == .null ? nil : object.text("reason", &mistakes)
    var until: Instant?
    if object["until"] != .null, let text = object.text("until", &mistakes) {
      until = Instant(text)
      if until == nil {
        mistakes.add(
          object.pointer.appending("until"), .badValue,
          "\"\(text)\" is not a date-time with offset, like 2026-12-01T00:00:00Z")
      }
    }
    self.until = until
    guard let kind, mistakes.errors.isEmpty else { throw InvalidInput(mistakes.errors) }
    self.kind = kind
  }
}
