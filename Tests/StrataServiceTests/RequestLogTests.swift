import HTTPTypes
import Logging
import Testing

@testable import StrataService

@Suite struct RequestLogTests {
  @Test(
    arguments: [
      (.ok, .info), (.notFound, .info), (.notImplemented, .info), (.internalServerError, .warning),
      (.serviceUnavailable, .warning),
    ] as [(HTTPResponse.Status, Logger.Level)])
  func whatFailedHereIsAWarningAndNothingElse(status: HTTPResponse.Status, level: Logger.Level) {
    #expect(RequestLogMiddleware<ServiceContext>(metrics: Metrics(), level: .info).level(for: status) == level)
  }
}
