import FilterCompiler
package import SegmentModel
package import SegmentStore

/// Definitions: create, replace, change, delete. Checked and written in one transaction.
extension SegmentService {
  /// - Throws: `InvalidInput`, `ServiceError.limitReached`.
  package func create(_ json: JSONValue) throws -> StoredSegment {
    let inputs = try compilerInputs()
    return try store.write { writing in
      let definition = try tellingReferences(of: json, inputs, writing) { try Self.newDefinition(json) }
      guard try writing.segmentCount() < SegmentLimits.segments else {
        throw ServiceError.limitReached("There are \(SegmentLimits.segments) segments, which is the most.")
      }
      _ = try validate(definition, id: nil, inputs, writing)
      return try writing.insertSegment(definition, by: author, at: try now(writing))
    }
  }

  /// What an answer of ours carries beside the definition can be sent back with it, but says nothing of a new segment.
  private static func newDefinition(_ json: JSONValue) throws(InvalidInput) -> SegmentDefinition {
    let given = (json.objectValue ?? []).map(\.key).filter(readOnlyKeys.contains)
    let mistakes = given.map { key in
      InputError(JSONPointer.root.appending(key), .notAllowedHere, "\"\(key)\" is given by the server; leave it out")
    }
    let definition: SegmentDefinition
    do {
      definition = try SegmentReader.read(json, readOnlyKeys: readOnlyKeys)
    } catch {
      throw InvalidInput(error.errors + mistakes)
    }
    if !mistakes.isEmpty { throw InvalidInput(mistakes) }
    return definition
  }

  /// Takes a whole new definition in place of the old one.
  /// - Parameter revision: that the caller has seen; nil where it does not care.
  /// - Throws: `InvalidInput`, `ServiceError.notFound`, `.stale`.
  package func replace(_ id: String, with json: JSONValue, expecting revision: Int64?) throws -> StoredSegment {
    try update(id, expecting: revision) { _ in json }
  }

  /// Takes each top-level field of `json` whole in place of the old one.
  /// - Throws: as `replace`.
  package func patch(_ id: String, with json: JSONValue, expecting revision: Int64?) throws -> StoredSegment {
    guard let fields = json.objectValue else {
      throw InvalidInput([InputError(.root, .wrongType, "must be an object, not \(json.kindName)")])
    }
    return try update(id, expecting: revision) { old in
      let kept = (old.json.objectValue ?? []).filter { member in !fields.contains { $0.key == member.key } }
      return .object(kept + fields)
    }
  }

  /// - Throws: `ServiceError.notFound`, `.stale`, `.inUse`.
  package func delete(_ id: String, expecting revision: Int64?) throws {
    try store.write { writing in
      let segment = try stored(id, writing)
      try check(revision, against: segment.revision)
      let users = try writing.users(of: id)
      if !users.isEmpty { throw ServiceError.inUse(by: users) }
      try writing.deleteSegment(segment, at: try now(writing))
    }
  }

  func update(
    _ id: String, expecting revision: Int64?, _ change: (SegmentDefinition) throws -> JSONValue
  ) throws -> StoredSegment {
    let inputs = try compilerInputs()
    return try store.write { writing in
      let old = try stored(id, writing)
      try check(revision, against: old.revision)
      let json = try change(old.definition)
      let definition = try tellingReferences(of: json, inputs, writing) {
        try SegmentReader.read(json, readOnlyKeys: Self.readOnlyKeys)
      }
      // Nothing is written for nothing: the revision that others have seen still holds.
      if definition == old.definition { return old }
      if definition.contentType.isPeople != old.isPeople {
        throw InvalidInput([
          InputError(
            JSONPointer.root.appending("contentType"), .contentTypeMismatch,
            "a segment of \(old.isPeople ? "people" : "companies") stays one; make a new segment")
        ])
      }
      let compiled = try validate(definition, id: id, over: old.definition, inputs, writing)
      let isBuilt = old.state == .ready && old.plan == compiled.plan.fingerprint
      return try writing.updateSegment(
        old, to: definition, needsBuild: !isBuilt, by: author, at: try now(writing))
    }
  }

  /// - Throws: `InvalidInput` with every mistake: of the name, of the filter, and of segments that refer to this one
  ///   and would no longer be valid.
  func validate(
    _ definition: SegmentDefinition, id: String?, over old: SegmentDefinition? = nil, _ inputs: CompilerInputs,
    _ reading: SegmentReading
  ) throws -> CompiledSegment {
    var mistakes = MistakeCollector()
    try checkExceptions(of: definition, over: old, &mistakes)
    if let owner = try reading.segment(named: definition.name, of: definition.contentType), owner != id {
      mistakes.add(
        JSONPointer.root.appending("name"), .nameTaken,
        "another segment of type \(definition.contentType.rawValue) has this name: \(owner)")
    }
    let library = StoredLibrary(reading, overriding: id.map { [$0: definition] } ?? [:])
    let compiler = inputs.compiler(library)
    var compiled: CompiledSegment?
    do {
      compiled = try compiler.compile(definition, id: id)
    } catch {
      for each in error.errors { mistakes.add(each.pointer, each.code, each.detail) }
    }
    if let id, compiled != nil { try checkDependents(of: id, library, compiler, reading, &mistakes) }
    try library.check()
    guard let compiled, mistakes.errors.isEmpty else { throw InvalidInput(mistakes.errors) }
    return compiled
  }

  /// What is read, or its mistakes together with the references that lead nowhere: those are found without reading all.
  func tellingReferences<T>(
    of json: JSONValue, _ inputs: CompilerInputs, _ reading: SegmentReading, _ read: () throws -> T
  ) throws -> T {
    do {
      return try read()
    } catch let error as InvalidInput {
      let library = StoredLibrary(reading)
      let found = ReferenceScan.mistakes(in: json, inputs.library(library))
      try library.check()
      // A node that may not stand there at all is not asked whom it names.
      let refused = Set(error.errors.lazy.filter { $0.code == .notAllowedHere }.map(\.pointer))
      throw InvalidInput(
        error.errors
          + found.filter { mistake in
            !refused.contains { [$0.appending("list"), $0.appending("segment")].contains(mistake.pointer) }
          })
    }
  }

  /// An exception of nobody would never tell. Those that were there before stay, whoever has gone since.
  func checkExceptions(
    of definition: SegmentDefinition, over old: SegmentDefinition?, _ mistakes: inout MistakeCollector
  ) throws {
    let known = Set(((old?.include ?? []) + (old?.exclude ?? [])).map(\.contact))
    for (key, exceptions) in [("include", definition.include), ("exclude", definition.exclude)] {
      for (index, exception) in exceptions.enumerated() where !known.contains(exception.contact) {
        let row = try profiles.read { try $0.rowID(publicID: exception.contact, isPeople: true) }
        if row != nil { continue }
        mistakes.add(
          JSONPointer.root.appending(key).appending(index).appending("contact"), .unknownContact,
          "there is no contact \"\(exception.contact)\"; an exception names a contact by its id, con_…")
      }
    }
  }

  private func checkDependents(
    of id: String, _ library: StoredLibrary, _ compiler: SegmentCompiler, _ reading: SegmentReading,
    _ mistakes: inout MistakeCollector
  ) throws {
    let users = try reading.users()
    var seen: Set<String> = [id]
    var queue = [id]
    while let next = queue.popLast() {
      for user in users[next] ?? [] where seen.insert(user.id).inserted {
        queue.append(user.id)
        guard let definition = library.definition(of: user.id) else { continue }
        do {
          _ = try compiler.compile(definition, id: user.id)
        } catch {
          for each in error.errors {
            mistakes.add(
              .root, each.code, "segment \"\(user.name)\" refers to this one and would not be valid: \(each.detail)")
          }
        }
      }
    }
  }

  func now(_ reading: SegmentReading) throws -> Instant { max(clock.now, try reading.service().now) }
}
