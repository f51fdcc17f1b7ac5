import SegmentStore

/// What is about people, companies, lists and names.
extension OpenAPIOperation {
  static let contacts = [
    OpenAPIOperation(
      method: "get", path: "/api/v1/contacts", summary: "List contacts", scope: .read,
      parameters: [.text, .segment, .state, .limit, .cursor, .minPosition], schema: "ContactList", refusals: [410]),
    OpenAPIOperation(
      method: "get", path: "/api/v1/contacts/{id}",
      summary: "Read a contact by its id or by an identifier (userId:42, email:a@example.com)", scope: .read,
      parameters: [.minPosition], schema: "ContactOrMerged", refusals: [400]),
    OpenAPIOperation(
      method: "patch", path: "/api/v1/contacts/{id}",
      summary: "Write properties as a server source would: a value sets, null removes, what is not named stays",
      scope: .write, parameters: [.ifMatch], body: "ContactPatch", schema: "Contact", refusals: [409]),
    OpenAPIOperation(
      method: "delete", path: "/api/v1/contacts/{id}",
      summary: "Erase a contact with all that is kept of it, and keep its identifiers from coming back", scope: .write,
      parameters: [.ifMatch], status: 204, refusals: [400, 409]),
    OpenAPIOperation(
      method: "get", path: "/api/v1/contacts/{id}/events", summary: "Events of a contact, the newest first",
      scope: .read, parameters: [.limit, .cursor, .minPosition], schema: "EventList", refusals: [410]),
    OpenAPIOperation(
      method: "get", path: "/api/v1/events", summary: "Events of everyone as they came, the last one first",
      scope: .read, parameters: [.limit, .cursor, .minPosition], schema: "EventList", refusals: [410]),
    OpenAPIOperation(
      method: "get", path: "/api/v1/contacts/{id}/segments", summary: "Segments that a contact is in", scope: .read,
      parameters: [.limit, .cursor, .minPosition], schema: "SegmentList", refusals: [410]),
    OpenAPIOperation(
      method: "delete", path: "/api/v1/contacts/{id}/companies/{company}",
      summary: "End a contact's link to a company", scope: .write, parameters: [.optionalIfMatch], status: 204,
      refusals: [400]),
  ]

  static let companies = [
    OpenAPIOperation(
      method: "get", path: "/api/v1/companies", summary: "List companies", scope: .read,
      parameters: [.text, .segment, .limit, .cursor, .minPosition], schema: "CompanyList", refusals: [410]),
    OpenAPIOperation(
      method: "get", path: "/api/v1/companies/{id}", summary: "Read a company by its id or its group id (groupId:acme)",
      scope: .read, parameters: [.minPosition], schema: "Company", refusals: [400]),
    OpenAPIOperation(
      method: "patch", path: "/api/v1/companies/{id}",
      summary: "Write properties as a server source would: a value sets, null removes, what is not named stays",
      scope: .write, parameters: [.ifMatch], body: "CompanyPatch", schema: "Company", refusals: [409]),
    OpenAPIOperation(
      method: "delete", path: "/api/v1/companies/{id}", summary: "Delete a company and its links; its contacts stay",
      scope: .write, parameters: [.ifMatch], status: 204, refusals: [400]),
    OpenAPIOperation(
      method: "get", path: "/api/v1/companies/{id}/events",
      summary: "Events of a company's contacts, the newest first", scope: .read,
      parameters: [.limit, .cursor, .minPosition], schema: "EventList", refusals: [410]),
    OpenAPIOperation(
      method: "get", path: "/api/v1/companies/{id}/contacts", summary: "Contacts of a company", scope: .read,
      parameters: [.limit, .cursor, .minPosition], schema: "ContactList", refusals: [410]),
    OpenAPIOperation(
      method: "get", path: "/api/v1/companies/{id}/segments", summary: "Segments that a company is in", scope: .read,
      parameters: [.limit, .cursor, .minPosition], schema: "SegmentList", refusals: [410]),
  ]

  static let lists = [
    OpenAPIOperation(
      method: "get", path: "/api/v1/lists", summary: "List the fixed sets of contacts", scope: .read,
      parameters: [.limit, .cursor, .minPosition], schema: "ListList", refusals: [410]),
    OpenAPIOperation(
      method: "post", path: "/api/v1/lists", summary: "Make a list of these contacts, or freeze a segment as one",
      scope: .write, parameters: [.idempotencyKey], body: "ListRequest", status: 201, schema: "List", refusals: [503]),
    OpenAPIOperation(
      method: "get", path: "/api/v1/lists/{id}", summary: "Read a list", scope: .read, parameters: [.minPosition],
      schema: "List"),
    OpenAPIOperation(
      method: "delete", path: "/api/v1/lists/{id}", summary: "Delete a list that no segment uses", scope: .write,
      parameters: [.ifMatch], status: 204, refusals: [409]),
    OpenAPIOperation(
      method: "get", path: "/api/v1/lists/{id}/contacts", summary: "Contacts on a list", scope: .read,
      parameters: [.limit, .cursor, .minPosition], schema: "ContactList", refusals: [410]),
    OpenAPIOperation(
      method: "post", path: "/api/v1/lists/{id}/contacts", summary: "Put contacts on a list and take others off it",
      scope: .write, parameters: [.idempotencyKey], body: "ListChange", schema: "List"),
  ]

  static let catalog = [
    OpenAPIOperation(
      method: "get", path: "/api/v1/catalog/properties", summary: "Names of properties, by name", scope: .read,
      parameters: [.contentType, .limit, .cursor, .minPosition], schema: "PropertyList", refusals: [410]),
    OpenAPIOperation(
      method: "patch", path: "/api/v1/catalog/properties/{name}",
      summary: "Declare a type and a label; null takes one back. It changes how values are read, never the values",
      scope: .write, parameters: [.contentType, .tracked], body: "Declaration", schema: "Property", refusals: [409]),
    OpenAPIOperation(
      method: "get", path: "/api/v1/catalog/events", summary: "Names of events, by name, with their attributes",
      scope: .read, parameters: [.limit, .cursor, .minPosition], schema: "EventNameList", refusals: [410]),
  ]
}
