import EventIngest
import SegmentModel

/// Changes of properties as PostHog and Mixpanel write them: an operation, and an object of names and operands.
struct ProfileChanges {
  enum Operation: String, CaseIterable {
    case set = "$set"
    case setOnce = "$set_once"
    case add = "$add"
    case append = "$append"
    case union = "$union"
    case remove = "$remove"
    case unset = "$unset"
  }

  private(set) var values: [NamedValue] = []
  private(set) var updates: [PropertyUpdate] = []

  /// What the property of a name is called here.
  private let rename: (String) -> String
  /// Names that only the rules change.
  private let kept: Set<String>

  /// - Parameter kept: names of which nothing but a value is taken.
  init(keptByRules kept: Set<String>, rename: @escaping (String) -> String = { $0 }) {
    self.kept = kept
    self.rename = rename
  }

  var isEmpty: Bool { values.isEmpty && updates.isEmpty }

  /// Reads the operations that an object holds, in the order of the text.
  mutating func read(_ members: [JSONMember]) throws(Rejection) {
    for member in members {
      if let operation = Operation(rawValue: member.key) { try read(operation, member.value) }
    }
  }

  mutating func read(_ operation: Operation, _ operand: JSONValue) throws(Rejection) {
    if operation == .unset { return try unset(operand) }
    if operand == .null { return }
    guard let members = operand.objectValue else {
      throw Rejection(.badOperand, "\(operation.rawValue) needs an object, not \(operand.kindName)")
    }
    for member in members where !member.key.isEmpty {
      let renamed = JSONMember(rename(member.key), member.value)
      switch operation {
      case .set: values += try flatten([renamed])
      case .setOnce:
        for each in try flatten([renamed]) {
          if let value = each.value { try setOnce(each.name, value) }
        }
      case .add:
        guard let number = member.value.numberValue else {
          throw Rejection(.badOperand, "$add of \"\(member.key)\" needs a number, not \(member.value.kindName)")
        }
        try update(renamed.key, .add(number))
      case .append, .union, .remove: try change(renamed, operation)
      case .unset: break
      }
    }
  }

  private mutating func setOnce(_ name: String, _ value: Value) throws(Rejection) {
    switch name {
    case "createdAt" where kept.contains(name):
      // The earliest that is said counts, so that to set it once is to set it. What the message sets besides comes
      // first.
      values.insert(NamedValue(name, value), at: 0)
    case "state" where kept.contains(name) && ContactState(value) == nil:
      try update(ContactTraits.otherState, .setOnce(value))
    default: try update(name, .setOnce(value))
    }
  }

  private mutating func unset(_ operand: JSONValue) throws(Rejection) {
    switch operand {
    case .null: return
    case .array(let names):
      for name in names {
        guard let name = name.stringValue else {
          throw Rejection(.badOperand, "$unset needs a list of names, not of \(name.kindName)")
        }
        if !name.isEmpty { values.append(NamedValue(rename(name), nil)) }
      }
    case .object(let members):
      values += members.filter { !$0.key.isEmpty }.map { NamedValue(rename($0.key), nil) }
    default: throw Rejection(.badOperand, "$unset needs a list of names, not \(operand.kindName)")
    }
  }

  /// The operand is an element or a list of them; an object among them is an element of each list that it makes, as
  /// everywhere.
  private mutating func change(_ member: JSONMember, _ operation: Operation) throws(Rejection) {
    let elements = member.value.arrayValue ?? [member.value]
    let lists = try flatten([JSONMember(member.key, .array(elements))]).compactMap { list in
      list.value.map { (list.name, $0.elements) }
    }
    // What a list cannot hold is not left out behind the sender's back.
    let isWhole = elements.allSatisfy { element in
      switch element {
      case .string(let text): !text.isEmpty
      case .number, .largeInteger, .object: true
      case .null, .boolean, .array: false
      }
    }
    guard isWhole, !lists.isEmpty || elements.isEmpty else {
      throw Rejection(
        .badOperand, "\(operation.rawValue) of \"\(member.key)\" takes strings, numbers and objects of them")
    }
    for (name, elements) in lists {
      switch operation {
      case .append: try update(name, .append(elements))
      case .union: try update(name, .union(elements))
      default: try update(name, .remove(elements))
      }
    }
  }

  private mutating func update(_ name: String, _ operation: PropertyUpdate.Operation) throws(Rejection) {
    guard !kept.contains(name) else {
      throw Rejection(.keptByRules, "\"\(name)\" can be set, and not changed otherwise: it follows from the messages")
    }
    updates.append(PropertyUpdate(name, operation))
  }

  private func flatten(_ members: [JSONMember]) throws(Rejection) -> [NamedValue] {
    do {
      return try Value.flatten(members)
    } catch {
      throw .tooLong(error.name)
    }
  }
}

extension ContactTraits {
  init(_ changes: ProfileChanges) { self.init(changes.values, updates: changes.updates) }
}

extension CompanyTraits {
  /// A group of the type `company` is known by its key alone, as `group` messages name it; one of another type by both.
  init?(type: String, key: String, _ changes: ProfileChanges) {
    let isCompany = type.isEmpty || type.lowercased() == "company"
    self.init(groupID: isCompany ? key : "\(type):\(key)", traits: changes.values, updates: changes.updates)
  }
}
