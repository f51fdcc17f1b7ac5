import EventIngest
import TrackedPropertyStore

// The store has the methods that ingest asks for; neither module knows the other.
extension ProfileDatabase: ProfileLog {}
extension ProfileWriteTransaction: ProfileTransaction {}
