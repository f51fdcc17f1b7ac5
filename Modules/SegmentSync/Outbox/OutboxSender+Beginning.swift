import SegmentModel
import SegmentStore

/// A task as frozen; without a message where it has lost its ground meanwhile, or nothing is to be sent for it.
struct Begun {
  var message: OutboxMessage?
  var segmentID: String?
}

/// Freezes messages: puts their text together and writes it to the outbox.
extension OutboxSender {
  func begin(
    _ tasks: [OutboxTask], _ dropped: [(WaitingSubscription, WaitingCount)], at now: Instant
  ) throws -> [Begun] {
    guard !tasks.isEmpty || !dropped.isEmpty else { return [] }
    let logs = try readChanges(for: tasks)
    let described = try describe(logs, tasks)
    return try store.write { writing in
      for (waiting, count) in dropped { try writing.dropCount(count, of: waiting) }
      let point = try writing.service()
      return try tasks.indices.map { index in
        try begin(tasks[index], logs[index] ?? [], described[index] ?? [:], point, writing, at: now)
      }
    }
  }

  /// By index of the task, the changes that its message lists.
  private func readChanges(for tasks: [OutboxTask]) throws -> [Int: [MembershipChange]] {
    var logs: [Int: [MembershipChange]] = [:]
    try store.read { reading in
      for (index, task) in tasks.enumerated() {
        guard case .members(let waiting, let through) = task.kind, waiting.wantsMembers else { continue }
        let changes = try reading.changes(
          of: waiting.segment, after: waiting.cursor, limit: MessageText.maximumChanges)
        logs[index] = changes.filter { $0.change <= through }
      }
    }
    return logs
  }

  private func describe(
    _ logs: [Int: [MembershipChange]], _ tasks: [OutboxTask]
  ) throws -> [Int: [Int64: MemberDescription]] {
    guard !logs.isEmpty else { return [:] }
    let types = try store.read { reading in
      try logs.keys.reduce(into: [Int: Bool]()) { types, index in
        guard let row = tasks[index].segment else { return }
        types[index] = try reading.segmentOfMessages(row: row)?.contentType.isPeople
      }
    }
    return try profiles.read { snapshot in
      try logs.reduce(into: [:]) { described, log in
        let ids = Array(Set(log.value.map(\.contact)))
        described[log.key] = try snapshot.describe(
          ids, isPeople: types[log.key] ?? true, properties: tasks[log.key].endpoint.settings.properties)
      }
    }
  }

  private func begin(
    _ task: OutboxTask, _ changes: [MembershipChange], _ described: [Int64: MemberDescription],
    _ point: ServicePoint, _ writing: SegmentWriting, at now: Instant
  ) throws -> Begun {
    // It may have been deleted or disabled since it was chosen.
    guard let endpoint = try writing.endpoint(row: task.endpoint.row), endpoint.settings.enabled else { return Begun() }
    let segment = try task.segment.flatMap { try writing.segmentOfMessages(row: $0) }
    let id = PublicID.message.make()
    func text(_ type: WebhookEvent, _ data: JSONValue, id: String) -> OutboxBody {
      MessageText(id: id, type: type, timestamp: now, segment: segment?.id, data: data)
        .body(endpoint.settings.format, source: source)
    }
    var begun = Begun(segmentID: segment?.id)
    switch task.kind {
    case .message(var message):
      if message.body == nil {
        message.body = text(message.type, message.data ?? [:], id: message.id)
        guard let body = message.body, try writing.begin(message, body: body) else { return Begun() }
      }
      begun.message = message
    case .count(let waiting, let count, let previous):
      guard let segment else { return Begun() }
      let body = text(
        .countUpdated, MessageText.count(count, previous: previous, of: segment, epoch: point.epoch), id: id)
      begun.message = try writing.beginCount(count, of: waiting, id: id, body: body, at: now)
    case .reset(let waiting):
      guard let segment else { return Begun() }
      let body = waiting.wantsReset ? text(.membersReset, MessageText.reset(of: segment, point), id: id) : nil
      begun.message = try writing.beginReset(of: waiting, id: id, body: body, at: now)
    case .members(let waiting, _):
      guard let segment else { return Begun() }
      let data = MessageText.members(
        changes, described: described, properties: endpoint.settings.properties, of: segment, epoch: point.epoch)
      begun.message = try writing.beginMembers(
        of: waiting, toChange: changes.last?.change ?? segment.lastChange, id: id,
        body: changes.isEmpty ? nil : text(.membersChanged, data, id: id), at: now)
    }
    return begun
  }
}
