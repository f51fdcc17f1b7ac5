/// The tables of `profiles.sqlite`.
///
/// Instants are epoch milliseconds. Ids of contacts, companies, events, sources and lists are never
/// reused (`AUTOINCREMENT`); a contact's or company's is its place in every bitmap. There are no foreign
/// keys: the writer holds the references, and a check of each would cost ingest a lookup a row.
enum ProfileSchema {
  /// `application_id` in the file's header, which `file(1)` shows: "STRA".
  static let applicationID: Int32 = 0x5354_5241

  /// Names are kept once; records and events bear their ids.
  ///
  /// - `propertyName`: space 1 contacts' properties, 2 tracked, 3 companies' properties; `holders` is how many
  ///   contacts or companies have a value; `types` the kinds of value seen (`ValueTypes`); the rest is declared.
  /// - `eventName`: `events` is how many events bear it.
  /// - `eventAttribute`: which attributes the events of a name have had, with the kinds seen.
  static let names = """
    CREATE TABLE propertyName (
      id INTEGER PRIMARY KEY,
      space INTEGER NOT NULL,
      name TEXT NOT NULL,
      holders INTEGER NOT NULL DEFAULT 0,
      types INTEGER NOT NULL DEFAULT 0,
      declaredType TEXT,
      declaredUnit TEXT,
      label TEXT,
      UNIQUE (space, name)
    ) STRICT;
    CREATE TABLE eventName (
      id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, events INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE TABLE attributeName (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
    CREATE TABLE eventAttribute (
      event INTEGER NOT NULL, attribute INTEGER NOT NULL, types INTEGER NOT NULL, PRIMARY KEY (event, attribute)
    ) STRICT, WITHOUT ROWID;
    """

  /// `properties` is a packed record by `propertyName.id`, of spaces 1 and 2 for contacts and 3 for
  /// companies. `identifier.kind` is `IdentifierCode`. `mergedContact` resolves the ids of contacts that
  /// went into others.
  static let profiles = """
    CREATE TABLE contact (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      publicID TEXT NOT NULL UNIQUE,
      state TEXT NOT NULL,
      createdAt INTEGER NOT NULL,
      modifiedAt INTEGER,
      lastSeenAt INTEGER,
      sessionCount INTEGER NOT NULL,
      properties BLOB NOT NULL
    ) STRICT;
    CREATE TABLE identifier (
      kind INTEGER NOT NULL, value TEXT NOT NULL, contact INTEGER NOT NULL, PRIMARY KEY (kind, value)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX identifierByContact ON identifier (contact);
    CREATE TABLE mergedContact (
      publicID TEXT NOT NULL PRIMARY KEY, loser INTEGER NOT NULL, winner INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX mergedContactByWinner ON mergedContact (winner);
    CREATE TABLE company (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      publicID TEXT NOT NULL UNIQUE,
      createdAt INTEGER NOT NULL,
      modifiedAt INTEGER,
      properties BLOB NOT NULL
    ) STRICT;
    CREATE TABLE companyIdentifier (
      groupID TEXT NOT NULL PRIMARY KEY, company INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX companyIdentifierByCompany ON companyIdentifier (company);
    CREATE TABLE contactCompany (
      contact INTEGER NOT NULL, company INTEGER NOT NULL, PRIMARY KEY (contact, company)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX contactCompanyByCompany ON contactCompany (company, contact);
    CREATE TABLE list (
      id INTEGER PRIMARY KEY AUTOINCREMENT, publicID TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
      createdAt INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE listEntry (
      list INTEGER NOT NULL, contact INTEGER NOT NULL, PRIMARY KEY (list, contact)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX listEntryByContact ON listEntry (contact, list);
    """

  /// A list is filled and emptied in many transactions; while that goes on nobody sees it.
  static let hiddenLists = "ALTER TABLE list ADD COLUMN hiddenSince INTEGER"

  /// The public ids of companies that are gone, for as long as the feed tells of it.
  static let deletedCompanies = """
    CREATE TABLE deletedCompany (
      company INTEGER PRIMARY KEY, publicID TEXT NOT NULL, position INTEGER NOT NULL
    ) STRICT
    """

  /// By which call a refused message can be taken again; NULL where it cannot.
  static let callsOfRejected = """
    ALTER TABLE rejectedMessage ADD COLUMN dialect TEXT;
    ALTER TABLE rejectedMessage ADD COLUMN path TEXT;
    """

  /// The `IdentifierCode` of what a refused message had proven; NULL for nothing.
  static let proofsOfRejected = "ALTER TABLE rejectedMessage ADD COLUMN proven INTEGER"

  /// Whose a message was; NULL for a company's.
  static let contactsOfMessages = "ALTER TABLE message ADD COLUMN contact INTEGER"

  /// `attributes` is a packed record by `attributeName.id`. Rows are appended, and change only when their
  /// contact is merged or erased. An event whose contact is gone is one whose erasure is under way. `eventAhead` has
  /// the few that lay ahead when they came, for they count from a later instant on.
  static let events = """
    CREATE TABLE event (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      contact INTEGER NOT NULL,
      name INTEGER NOT NULL,
      time INTEGER NOT NULL,
      receivedAt INTEGER NOT NULL,
      source INTEGER,
      attributes BLOB NOT NULL
    ) STRICT;
    CREATE INDEX eventByContact ON event (contact, name, time);
    CREATE INDEX eventAhead ON event (time) WHERE time > receivedAt;
    """

  /// - `feed`: `kind` is `ChangeFeedEntry.Kind`; `name` the id of an event's name for an event, of a property's
  ///   else. `feedMark` says which position the feed had reached at the first change of an hour.
  /// - `message`: the key is of source and message id (`MessageKey`), kept for 7 days, as are refused messages.
  /// - `suppression`: keyed hashes of erased identifiers. `erasure`: contacts whose events are still to go.
  ///   `erasedContact`: the random ids of those that are gone, for as long as the feed tells of it, so that whoever
  ///   holds them as members can be told.
  /// - `source`: the write key is kept as its SHA-256 and the characters by which people tell it.
  static let logs = """
    CREATE TABLE feed (
      position INTEGER PRIMARY KEY AUTOINCREMENT,
      kind INTEGER NOT NULL,
      entity INTEGER NOT NULL,
      name INTEGER,
      item INTEGER
    ) STRICT;
    CREATE TABLE feedMark (hour INTEGER PRIMARY KEY, position INTEGER NOT NULL) STRICT;
    CREATE TABLE message (key BLOB NOT NULL PRIMARY KEY, receivedAt INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE rejectedMessage (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      receivedAt INTEGER NOT NULL,
      source INTEGER,
      code TEXT NOT NULL,
      message TEXT NOT NULL,
      body BLOB NOT NULL
    ) STRICT;
    CREATE TABLE suppression (hash BLOB NOT NULL PRIMARY KEY) STRICT, WITHOUT ROWID;
    CREATE TABLE erasure (contact INTEGER PRIMARY KEY) STRICT;
    CREATE TABLE erasedContact (
      contact INTEGER PRIMARY KEY, publicID TEXT NOT NULL, position INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE source (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      publicID TEXT NOT NULL UNIQUE,
      name TEXT NOT NULL,
      kind TEXT NOT NULL,
      keyHash BLOB NOT NULL UNIQUE,
      keyPrefix TEXT NOT NULL,
      allowedOrigins TEXT NOT NULL,
      isKeyless INTEGER NOT NULL,
      requiresProof INTEGER NOT NULL,
      proofSecret TEXT NOT NULL,
      createdAt INTEGER NOT NULL,
      revokedAt INTEGER
    ) STRICT;
    CREATE TABLE setting (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE meta (key TEXT NOT NULL PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
    """
}
