import EventIngest
import Foundation
import SegmentModel
import SegmentStore
import SegmentSync
import StrataService
import TrackedPropertyStore

/// An error as it is told: its sentences, and the exit status that it means.
struct FailureReport {
  var status: CommandStatus
  /// Mistakes in what was sent, each with its place.
  var errors: [InputError] = []
  private var sentence = ""

  init(_ error: any Error) {
    switch error {
    case let error as CommandFailure: (status, sentence) = (error.status, error.message)
    case let error as InvalidInput: (status, errors) = (.invalidInput, error.errors)
    case let error as ServiceError: (status, sentence) = (Self.status(of: error), error.description)
    case let error as ImportError: (status, sentence) = (.invalidInput, error.message)
    case let error as InvalidConfiguration: (status, sentence) = (.wrongUsage, error.description)
    case let error as BadReference: (status, sentence) = (.wrongUsage, error.description)
    case let error as ProfileLimitError: (status, sentence) = (.conflict, Rejection(error).message)
    case let error as SegmentStoreError:
      (status, sentence) = (error == .busy ? .unavailable : .failed, error.description)
    case let error as ProfileStoreError: (status, sentence) = (Self.status(of: error), error.description)
    case let error as DataDirectoryError: (status, sentence) = (Self.status(of: error), error.description)
    case let error as any CustomNSError where Self.isBusy(error):
      (status, sentence) = (
        .unavailable, "profiles.sqlite is in use by another program for too long; try again."
      )
    default: (status, sentence) = (.failed, "\(error)")
    }
  }

  /// For people: a line each.
  var text: String {
    errors.isEmpty
      ? "Error: \(sentence)"
      : errors.map { "\($0.pointer == .root ? "(root)" : $0.pointer.description): \($0.detail) (\($0.code.rawValue))" }
        .joined(separator: "\n")
  }

  /// `{"errors": [{pointer, code, detail}]}`.
  var json: JSONValue {
    let list = errors.map { error -> JSONValue in
      [
        "pointer": .string(error.pointer.description), "code": .string(error.code.rawValue),
        "detail": .string(error.detail),
      ]
    }
    return ["errors": .array(list)]
  }

  private static func status(of error: ServiceError) -> CommandStatus {
    switch error {
    case .notFound: .notFound
    case .stale, .inUse, .limitReached: .conflict
    case .badCursor: .invalidInput
    case .gone: .conflict
    case .notBuilt: .unavailable
    case .failed: .failed
    }
  }

  private static func status(of error: ProfileStoreError) -> CommandStatus {
    switch error {
    case .contactMissing, .companyMissing, .sourceMissing, .listMissing: .notFound
    case .identifierTaken, .groupIDTaken, .mergeIntoItself, .tooManyLists: .conflict
    case .busy: .unavailable
    case .newer, .foreign, .damaged, .noRoomForDraft: .failed
    }
  }

  private static func status(of error: DataDirectoryError) -> CommandStatus {
    switch error {
    case .inUse, .roleTaken: .unavailable
    case .cannotCreate, .notADirectory, .foreign, .writableByOthers, .cannotLock: .failed
    }
  }

  /// SQLite's own errors come up as those of GRDB, which is not for apps to import: SQLITE_BUSY is 5, SQLITE_LOCKED 6,
  /// with more in the higher bytes (https://www.sqlite.org/rescode.html).
  private static func isBusy(_ error: any CustomNSError) -> Bool {
    type(of: error).errorDomain.hasPrefix("GRDB") && [5, 6].contains(error.errorCode & 0xFF)
  }
}
