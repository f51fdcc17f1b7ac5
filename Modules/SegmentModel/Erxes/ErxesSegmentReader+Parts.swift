/// Segments that stand within others, and those that are referred to.
extension ErxesSegmentReader {
  mutating func subSegment(
    _ condition: JSONValue, at pointer: JSONPointer, of contentType: ContentType
  ) -> JSONValue? {
    let place = pointer.appending("subSegmentId")
    guard let id = condition["subSegmentId"]?.erxesText else {
      refuse(pointer, .missingName, "names no segment")
      return nil
    }
    guard let other = others[id] else {
      refuse(place, .unknownReference, "refers to segment \(id), which is not in the export")
      return nil
    }
    // A reference asks for the other's content type as well, which erxes does not.
    if kept.contains(id), let text = other.document["contentType"]?.erxesText,
      case .known(let type) = ErxesContent(text), type == contentType || type == .contact && contentType.isPeople
    {
      references.insert(id)
      return ["segment": .string(id)]
    }
    guard !path.contains(id) else {
      refuse(place, .cycle, "segments refer to each other in a circle: \((path + [id]).joined(separator: " → "))")
      return nil
    }
    path.append(id)
    defer { path.removeLast() }
    guard let node = part(other.document, at: place, in: contentType) else { return nil }
    guard let subOf = other.document["subOf"]?.erxesText else { return node }
    guard let parent = subSegment(["subSegmentId": .string(subOf)], at: pointer, of: contentType) else { return nil }
    return ["all": [parent, node]]
  }

  mutating func part(
    _ document: JSONValue, at pointer: JSONPointer, in contentType: ContentType
  ) -> JSONValue? {
    guard path.count < Self.maximumDepth else {
      refuse(pointer, .invalid, "has parts within parts more than \(Self.maximumDepth) levels deep")
      return nil
    }
    var inner = contentType
    if document["contentType"] != nil {
      guard let type = self.contentType(of: document, at: pointer) else { return nil }
      inner = type
    }
    return group(document, at: pointer, of: inner)
      .map { related($0, isOfPeople: inner.isPeople, in: contentType, at: pointer) }
  }
}
