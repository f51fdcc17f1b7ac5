/// How a run ended, for scripts.
enum CommandStatus: Int32 {
  case done = 0
  case failed = 1
  case wrongUsage = 2
  case notFound = 3
  case conflict = 4
  /// Every error was told, with its pointer.
  case invalidInput = 5
  /// Busy or unavailable: trying again may help.
  case unavailable = 6
}
