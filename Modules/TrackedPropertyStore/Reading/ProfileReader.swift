package import GRDB

/// A snapshot of the database, for the length of one read. Not to be kept beyond it.
package struct ProfileReader {
  /// The connection, with `packed(record, name)`; for backends that bring SQL of their own.
  package let database: Database
  let names: ReadNames

  /// Nil where no contact or company has a property of this name.
  package func propertyNameID(_ name: String, in space: PropertySpace) throws -> Int64? {
    try names.withCache { try $0.id(of: .init(space: space, name: name), in: database) }
  }

  /// Nil where no event bears the name.
  package func eventNameID(_ name: String) throws -> Int64? {
    try names.withCache { try $0.eventID(of: name, in: database) }
  }

  /// Nil where no event has an attribute of this name.
  package func attributeNameID(_ name: String) throws -> Int64? {
    try names.withCache { try $0.attributeID(of: name, in: database) }
  }
}
