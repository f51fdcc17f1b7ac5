import Glibc
import Synchronization

/// The directory of the databases, opened by one program.
///
/// Every program holds a shared lock for each store (`profiles`, `segments`) that it has open; a
/// migration of a store holds that lock exclusively. A role, such as the ingest server of the directory, is an
/// exclusive lock for as long as the value lives.
package final class DataDirectory: Sendable {
  package let path: String

  /// The locks held: shared on stores by the stores' names, exclusive on roles.
  private let locks = Mutex<[String: FileLock]>([:])
  private let patience: Duration

  /// How a store stands to this program.
  package enum StoreState: Sendable { case absent, current, older }

  /// Opens the directory, or creates it for its user alone.
  /// - Parameter patience: how long a migration waits for other programs to end.
  package init(path: String, patience: Duration = .seconds(10)) throws(DataDirectoryError) {
    self.path = path
    self.patience = patience
    try Self.create(path)
    try Self.check(path)
  }

  /// The path of a file of the directory.
  package func file(_ name: String) -> String { path + "/" + name }

  /// Takes a role that one process at a time may have, until this value is gone.
  package func claimRole(_ role: String) throws(DataDirectoryError) {
    let lock = try FileLock(path: file("\(role).lock"))
    guard try lock.attempt(.exclusive) else { throw .roleTaken(path: path, role: role) }
    locks.withLock { $0[role] = lock }
  }

  /// Whether a process has the role now.
  package func isTaken(role: String) throws(DataDirectoryError) -> Bool {
    try !FileLock(path: file("\(role).lock")).attempt(.exclusive)
  }

  /// Where a query server keeps what it made of the profiles, so as to start sooner. Without it all is made anew.
  package var indexFolder: String { file("index") }

  /// Makes a store fit for this program, then holds it shared until this value is gone.
  ///
  /// Only one program at a time is in here for a store. A store that is absent is made at once; one that
  /// is older is migrated when no other program holds it.
  /// - Parameters:
  ///   - state: looks at the store; throws where it comes from a newer version.
  ///   - migrate: creates it or brings it up to date.
  package func bringUpToDate(
    store: String, state: () throws -> StoreState, migrate: () throws -> Void
  ) throws {
    let turn = try FileLock(path: file("\(store).migration.lock"))
    try turn.take(.exclusive)
    defer { turn.release() }

    let lock = try FileLock(path: file("\(store).lock"))
    switch try state() {
    case .current: break
    case .absent: try migrate()
    case .older:
      try waitForOthers(lock, store: store)
      try migrate()
    }
    // Nobody waits here: whoever would hold it exclusively stands behind `turn`.
    try lock.take(.shared)
    locks.withLock { $0[store] = lock }
  }

  /// Holds a store alone until this value is gone, so that its files can be exchanged.
  /// - Throws: where another program has it open for longer than the patience.
  package func takeAlone(store: String) throws {
    let turn = try FileLock(path: file("\(store).migration.lock"))
    try turn.take(.exclusive)
    let lock = try FileLock(path: file("\(store).lock"))
    try waitForOthers(lock, store: store)
    locks.withLock {
      $0["\(store).migration"] = turn
      $0[store] = lock
    }
  }

  /// Gives up every lock; to be called when nothing of the directory is used any more, where this value lives on.
  package func release() {
    locks.withLock { $0.removeAll() }
  }

  private func waitForOthers(_ lock: FileLock, store: String) throws(DataDirectoryError) {
    let deadline = ContinuousClock.now + patience
    while try !lock.attempt(.exclusive) {
      if ContinuousClock.now >= deadline { throw .inUse(path: path, store: store) }
      // There is no waiting for a lock with a limit; 20 ms is short beside a start.
      usleep(20_000)
    }
  }

  /// Creates what is missing of the path, with mode 0700.
  private static func create(_ path: String) throws(DataDirectoryError) {
    if mkdir(path, 0o700) == 0 || errno == EEXIST { return }
    let reason = errno
    guard reason == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex else {
      throw .cannotCreate(path: path, errno: reason)
    }
    try create(String(path[..<slash]))
    if mkdir(path, 0o700) != 0, errno != EEXIST { throw .cannotCreate(path: path, errno: errno) }
  }

  private static func check(_ path: String) throws(DataDirectoryError) {
    var status = stat()
    guard stat(path, &status) == 0 else { throw .cannotCreate(path: path, errno: errno) }
    guard status.st_mode & S_IFMT == S_IFDIR else { throw .notADirectory(path: path) }
    guard status.st_uid == geteuid() else { throw .foreign(path: path, owner: status.st_uid) }
    guard status.st_mode & (S_IWGRP | S_IWOTH) == 0 else { throw .writableByOthers(path: path) }
  }
}
