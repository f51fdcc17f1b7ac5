/// What a segment is made of besides operators: nodes, parts of event conditions and fields of the definition, by
/// their keys in JSON.
package enum FilterPart: String, Sendable, CaseIterable {
  case all, any, not, property, tracked, event, sequence, segment, list, company, contacts, sample
  case `where`, count, within, window, aggregate, occurrence, having, periods
  case quantifier, parent, timeZone, include, exclude
}
