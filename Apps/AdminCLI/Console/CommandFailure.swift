/// Why a command did not do what it was asked: a sentence that says what to do, and how the run ends.
struct CommandFailure: Error {
  var status: CommandStatus
  var message: String

  init(_ status: CommandStatus, _ message: String) {
    self.status = status
    self.message = message
  }
}
