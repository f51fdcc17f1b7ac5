/// The index on disk, for starting without having to build it. What it holds is all in `profiles.sqlite` too: where a file
/// cannot be read, the index is built anew.
extension ProfileIndex {
  /// Writes the index to one file, in place of the one that is there once it is whole and on disk.
  ///
  /// The index is not to change meanwhile; it may be evaluated.
  /// - Parameters:
  ///   - position: the place in the change feed up to which the index has taken in changes.
  ///   - instance: the id of the profiles that these are.
  ///   - shouldStop: asked every few milliseconds of writing whether to give up.
  /// - Returns: false where it gave up, and the file is as it was.
  /// - Throws: `IndexFileError`.
  @discardableResult
  package func write(
    to path: String, position: Int64, instance: String, shouldStop: @escaping () -> Bool = { false }
  ) throws -> Bool {
    let file = try IndexFileWriter(path: path, shouldStop: shouldStop)
    guard try write(position: position, instance: instance, to: file) else { return false }
    try file.commit()
    return true
  }

  /// Removes what a `write` that a crash interrupted has left.
  package static func removeUnfinished(of path: String) { IndexFileWriter.removeUnfinished(of: path) }

  /// Everything but what is left to the disk.
  func write(position: Int64, instance: String, to file: IndexFileWriter) throws -> Bool {
    do {
      try file.write(instance)
      try file.write(Int(position))
      try write(to: file)
      try file.finish()
      return true
    } catch is IndexFileWriter.Abandoned {
      return false
    }
  }

  /// Reads what `write` wrote.
  /// - Parameters:
  ///   - report: told again and again how much is read, from 0 to 1; what it throws ends the reading.
  ///   - check: whose the index is, and its position, before all the rest is read; what it throws ends the reading.
  /// - Throws: `IndexFileError`, for whatever else is there too.
  package static func read(
    from path: String, report: @escaping (Double) throws -> Void = { _ in },
    check: (_ instance: String, _ position: Int64) throws -> Void = { _, _ in }
  ) throws -> (index: ProfileIndex, position: Int64, instance: String) {
    let file = try IndexFileReader(path: path, report: report)
    let instance = try file.text()
    let position = Int64(try file.number())
    try check(instance, position)
    let index = try ProfileIndex(from: file)
    guard file.remaining == 0 else { throw file.damaged }
    return (index, position, instance)
  }
}
