import ArgumentParser
import SegmentModel

/// One run of the program: from its arguments to the exit status, with every error told.
enum CommandRun {
  /// Blocks until the command is done; writes to `Console.current`.
  static func run(_ arguments: [String]) -> CommandStatus {
    let console = Console.current
    var format = OutputFormat.table
    do {
      var command = try StrataCommand.parseAsRoot(arguments)
      if let command = command as? any DataCommand { format = command.options.output }
      try command.run()
      return .done
    } catch let error where isOfTheParser(error) {
      return tell(ofTheParser: error, console)
    } catch {
      let report = FailureReport(error)
      console.tell(format == .json && !report.errors.isEmpty ? report.json.text : report.text)
      return report.status
    }
  }

  /// Help that was asked for, and arguments that cannot be understood.
  private static func isOfTheParser(_ error: any Error) -> Bool {
    if error is ValidationError || error is CleanExit { return true }
    return StrataCommand.exitCode(for: error) != .failure
  }

  private static func tell(ofTheParser error: any Error, _ console: Console) -> CommandStatus {
    let message = StrataCommand.fullMessage(for: error)
    guard StrataCommand.exitCode(for: error).isSuccess else {
      console.tell(message)
      return .wrongUsage
    }
    console.writeOutput(Array((message + "\n").utf8))
    return .done
  }
}
