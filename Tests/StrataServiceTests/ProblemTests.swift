import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import SegmentModel
import StrataService
import Testing

@Suite struct ProblemTests {
  @Test func everyMistakeOfABodyIsListedWithItsPointer() async throws {
    try await ServiceFixture().test { client in
      let response = try await client.execute(uri: "/things", method: .post)
      #expect(response.status == .badRequest)
      #expect(response.headers[.contentType] == "application/problem+json")
      #expect(
        response.json == [
          "type": "about:blank", "title": "Bad Request", "status": 400,
          "detail": "There are 2 mistakes; \"errors\" lists them.", "code": "invalid",
          "errors": [
            ["pointer": "/name", "code": "missingKey", "detail": "A thing needs a name."],
            ["pointer": "/size", "code": "wrongType", "detail": "The size must be a number."],
          ],
        ])
    }
  }

  @Test func messageIsSaidWhereClientsNeedIt() async throws {
    try await ServiceFixture(errorsSayMessage: true).test { client in
      for uri in ["/errors/unknown", "/nowhere"] {
        let body = try await client.execute(uri: uri, method: .get).json
        #expect(body?["message"]?.stringValue != nil)
        #expect(body?["message"] == body?["detail"])
      }
    }
    try await ServiceFixture().test { client in
      let body = try await client.execute(uri: "/nowhere", method: .get).json
      #expect(body?["message"] == nil)
    }
  }

  @Test func unexpectedErrorTellsNothing() async throws {
    try await ServiceFixture().test { client in
      let response = try await client.execute(uri: "/errors/unexpected", method: .get)
      #expect(response.status == .internalServerError)
      #expect(response.code == "internal")
      #expect(!String(buffer: response.body).contains("ada@example.com"))
    }
  }

  @Test func overloadAsksToRetry() async throws {
    try await ServiceFixture().test { client in
      let response = try await client.execute(uri: "/errors/overloaded", method: .get)
      #expect(response.status == .serviceUnavailable)
      #expect(response.headers[.retryAfter] == "1")
      #expect(response.code == "overloaded")
    }
  }

  @Test func frameworksOwnErrorsAreProblemsToo() async throws {
    try await ServiceFixture().test { client in
      let response = try await client.execute(uri: "/errors/teapot", method: .get)
      #expect(response.status == .notAcceptable)
      #expect(response.code == "notAcceptable")
      #expect(response.json?["detail"] == "Not that.")
      #expect(try await client.execute(uri: "/errors/unsupported", method: .get).status == .notImplemented)
    }
  }

  @Test func unknownPathIsNotFoundAndUnknownMethodIsNotAllowed() async throws {
    try await ServiceFixture().test { client in
      let unknown = try await client.execute(uri: "/things/1/2", method: .get)
      #expect(unknown.status == .notFound)
      #expect(unknown.code == "unknownPath")
      for method in [HTTPRequest.Method.delete, .post, .options, try #require(HTTPRequest.Method("PROPFIND"))] {
        let response = try await client.execute(uri: "/things/1?x=y", method: method)
        #expect(response.status == .methodNotAllowed)
        #expect(response.headers[.allow] == "GET, HEAD, PUT")
        #expect(response.code == "methodNotAllowed")
      }
      #expect(try await client.execute(uri: "/things", method: .get).headers[.allow] == "POST")
    }
  }

  @Test func headIsAnsweredWhereGetIs() async throws {
    try await ServiceFixture().test { client in
      let response = try await client.execute(uri: "/things/1", method: .head)
      #expect(response.status == .ok)
      #expect(response.body.readableBytes == 0)
    }
  }

  @Test func problemThrownByTheAppsMiddlewareIsAnswered() async throws {
    struct Refusing: RouterMiddleware {
      typealias Context = ServiceContext

      func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
      ) async throws -> Response {
        guard request.headers[.origin] == nil else { throw Problem.forbidden("No.") }
        var response = try await next(request, context)
        response.headers[.vary] = "Origin"
        return response
      }
    }
    try await ServiceFixture(middlewares: [Refusing()]).test { client in
      let refused = try await client.execute(uri: "/things/1", method: .get, headers: [.origin: "https://a"])
      #expect(refused.status == .forbidden)
      // The app's headers are on answers to errors too.
      #expect(try await client.execute(uri: "/nowhere", method: .get).headers[.vary] == "Origin")
    }
  }
}
