import EventIngest
import TrackedPropertyStore

// What the API writes goes by the rules of ingest; neither module knows the other.
extension ProfileDatabase: ProfileLog {}
extension ProfileWriteTransaction: ProfileTransaction {}
