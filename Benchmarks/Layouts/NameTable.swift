/// Names and their ids, from 1, in the order of their first appearance.
struct NameTable {
  private(set) var names: [String] = []
  private var ids: [String: Int64] = [:]

  mutating func id(of utf8: UnsafeRawBufferPointer, prefix: String = "") -> Int64 {
    id(of: prefix + String(decoding: utf8, as: UTF8.self))
  }

  mutating func id(of name: String) -> Int64 {
    if let id = ids[name] { return id }
    names.append(name)
    ids[name] = Int64(names.count)
    return Int64(names.count)
  }
}
