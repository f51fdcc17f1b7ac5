import EventIngest
import Hummingbird
import SegmentModel
import SegmentStore
import SegmentSync
import StrataService
import TrackedPropertyStore

/// Says the refusals of the stores and of the service of segments as problems.
struct ServiceErrorMiddleware: RouterMiddleware {
  typealias Context = QueryContext

  func handle(
    _ request: Request, context: QueryContext, next: (Request, QueryContext) async throws -> Response
  ) async throws -> Response {
    do {
      return try await next(request, context)
    } catch let error as ServiceError {
      throw Self.problem(error)
    } catch SegmentStoreError.busy {
      throw Problem.unavailable(SegmentStoreError.busy.description, code: "busy")
    } catch let error as BadReference {
      throw Problem.badRequest(error.description, code: "badIdentifier")
    } catch let error as Rejection {
      throw Problem.conflict(error.sentence, code: error.code)
    } catch let error as ProfileLimitError {
      throw Problem.conflict(Rejection(error).sentence, code: error.rawValue)
    } catch let error as PackedRecordError {
      if case .damaged = error { throw error }
      throw Problem.conflict(error.description, code: error.code)
    } catch let error as ProfileStoreError {
      throw Self.problem(error) ?? error
    }
  }

  /// Nil for what no caller can do anything about.
  private static func problem(_ error: ProfileStoreError) -> (any Error)? {
    switch error {
    case .contactMissing: Problem.notFound("There is no such contact.")
    case .companyMissing: Problem.notFound("There is no such company.")
    case .listMissing: Problem.notFound("There is no such list.")
    case .tooManyLists: Problem.conflict(error.description, code: "limitReached")
    case .identifierTaken, .groupIDTaken, .mergeIntoItself: Problem.conflict(error.description, code: error.code)
    case .busy: Problem.unavailable(error.description, code: "busy")
    case .newer, .foreign, .damaged, .noRoomForDraft, .sourceMissing: nil
    }
  }

  private static func problem(_ error: ServiceError) -> Problem {
    switch error {
    case .notFound: .notFound(error.description)
    case .stale(let current): .stale(current: EntityTag(revision: Int(current)))
    case .inUse(let users):
      .conflict(
        error.description, code: error.code, members: [JSONMember("usedBy", .array(users.map(\.json)))])
    case .limitReached: .conflict(error.description, code: error.code)
    case .badCursor:
      .invalid(InvalidInput([InputError(JSONPointer.root.appending("cursor"), .badValue, error.description)]))
    case .gone: .gone(error.description)
    case .notBuilt: .unavailable(error.description, code: error.code)
    case .failed: .conflict(error.description, code: error.code)
    }
  }
}

extension Rejection {
  /// The message as a sentence by itself.
  var sentence: String { message.prefix(1).uppercased() + message.dropFirst() + "." }
}
