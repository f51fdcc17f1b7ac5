extension OpenAPIParts {
  static var profiles: String { "\(people),\(lists),\(catalog)" }

  private static let people = """
    "Identity": {"type": "object", "properties": {"type": {"enum": ["userId", "code", "email", "phone",
      "anonymousId", "groupId"]}, "value": {"type": "string"}}},
    "Contact": {"type": "object", "properties": {
      "id": {"type": "string"}, "state": {"$ref": "#/components/schemas/ContactState"},
      "identities": {"type": "array", "items": {"$ref": "#/components/schemas/Identity"}},
      "properties": {"type": "object"}, "tracked": {"type": "object"}, "companies": {"type": "array",
        "items": {"type": "string"}},
      "warnings": {"type": "array", "description": "Of a write: what was not done, such as an identifier that stays \
    with another contact.", "items": {"type": "object", "properties": {"code": {"type": "string"},
        "detail": {"type": "string"}}}}}},
    "ContactState": {"enum": ["visitor", "lead", "customer"]},
    "ContactOrMerged": {"anyOf": [{"$ref": "#/components/schemas/Contact"}, {"type": "object", "required": ["id",
      "mergedInto"], "properties": {"id": {"type": "string"}, "mergedInto": {"type": "string"}}}]},
    "ContactList": {"type": "object", "properties": {"data": {"type": "array",
      "items": {"$ref": "#/components/schemas/Contact"}}, "nextCursor": {"$ref": "#/components/schemas/Cursor"}}},
    "ContactPatch": {"type": "object", "additionalProperties": false, "properties": {
      "state": {"$ref": "#/components/schemas/ContactState"},
      "properties": {"type": "object"}, "tracked": {"type": "object"}}},
    "EventList": {"type": "object", "properties": {"data": {"type": "array", "items": {"type": "object",
      "properties": {"id": {"type": "string"}, "name": {"type": "string"},
        "time": {"$ref": "#/components/schemas/Time"}, "attributes": {"type": "object"},
        "source": {"type": ["string", "null"], "description": "Null for what came from no source, as by an import."},
        "contact": {"type": ["string", "null"], "description": "Of a company's events."}}}},
      "nextCursor": {"$ref": "#/components/schemas/Cursor"}}},
    "Company": {"type": "object", "properties": {
      "id": {"type": "string"}, "identities": {"type": "array", "items": {"$ref": "#/components/schemas/Identity"}},
        "properties": {"type": "object"}}},
    "CompanyList": {"type": "object", "properties": {"data": {"type": "array",
      "items": {"$ref": "#/components/schemas/Company"}}, "nextCursor": {"$ref": "#/components/schemas/Cursor"}}},
    "CompanyPatch": {"type": "object", "additionalProperties": false, "properties": {
      "properties": {"type": "object"}}}
    """

  private static let lists = """
    "ContactNames": {"type": "array", "maxItems": 100000, "items": {"type": "string",
      "description": "An id, or an identifier: userId:42, email:a@example.com."}},
    "ListRequest": {"type": "object", "required": ["name"], "additionalProperties": false,
      "description": "Who is on it: contacts, or the members of a segment as they are now; nobody without either.",
      "properties": {"name": {"type": "string", "minLength": 1, "maxLength": 200},
        "contacts": {"$ref": "#/components/schemas/ContactNames"}, "segment": {"type": "string"}}},
    "ListChange": {"type": "object", "additionalProperties": false, "properties": {
      "add": {"$ref": "#/components/schemas/ContactNames"}, "remove": {"$ref": "#/components/schemas/ContactNames"}}},
    "List": {"type": "object", "properties": {
      "id": {"type": "string"}, "name": {"type": "string"}, "count": {"type": "integer"},
      "createdAt": {"$ref": "#/components/schemas/Time"},
      "usedBy": {"type": "array", "description": "Where one list is read: segments that refer to it.",
        "items": {"type": "object", "properties": {"id": {"type": "string"}, "name": {"type": "string"}}}},
      "added": {"type": "integer", "description": "Where it was changed: how many were not on it."},
      "removed": {"type": "integer", "description": "Where it was changed: how many were on it."}}},
    "ListList": {"type": "object", "properties": {"data": {"type": "array",
      "items": {"$ref": "#/components/schemas/List"}}, "nextCursor": {"$ref": "#/components/schemas/Cursor"}}}
    """

  private static let catalog = """
    "ValueTypes": {"type": "array", "items": {"enum": ["text", "number", "boolean", "list"]},
      "description": "The kinds of value ever seen."},
    "Declaration": {"type": "object", "properties": {
      "type": {"enum": ["text", "number", "boolean", "datetime", null]},
      "unit": {"enum": ["ms", "s", null], "description": "Of a datetime: how its numbers are read. ms where left out."},
      "label": {"type": ["string", "null"], "maxLength": 200}}},
    "Property": {"allOf": [{"type": "object", "properties": {
      "name": {"type": "string"}, "tracked": {"type": "boolean"},
      "basic": {"type": "boolean", "description": "Whether the product knows it."},
      "types": {"$ref": "#/components/schemas/ValueTypes"},
      "holders": {"type": ["integer", "null"],
        "description": "How many contacts or companies have a value; null where that is not counted."},
      "samples": {"type": "array", "description": "Different values of the newest that have it."}}},
      {"$ref": "#/components/schemas/Declaration"}]},
    "PropertyList": {"type": "object", "properties": {"data": {"type": "array",
      "items": {"$ref": "#/components/schemas/Property"}}, "nextCursor": {"$ref": "#/components/schemas/Cursor"}}},
    "EventNameList": {"type": "object", "properties": {"data": {"type": "array", "items": {"type": "object",
      "properties": {"name": {"type": "string"}, "count": {"type": "integer"}, "attributes": {"type": "array",
        "items": {"type": "object", "properties": {"name": {"type": "string"},
          "types": {"$ref": "#/components/schemas/ValueTypes"}}}}}}},
      "nextCursor": {"$ref": "#/components/schemas/Cursor"}}}
    """
}
