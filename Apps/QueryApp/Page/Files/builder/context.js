// What may stand where in a filter, and what editors share.

/** Kinds of condition by where they stand: in a segment of people, of companies, within a relation, in an event. */
const ALLOWED = {
  people: ['property', 'event', 'sequence', 'segment', 'list', 'company', 'sample'],
  companies: ['property', 'segment', 'contacts', 'sample'],
  peopleWithin: ['property', 'event', 'sequence', 'segment', 'list', 'sample'],
  companiesWithin: ['property', 'segment', 'sample'],
  event: ['attribute'],
};

export class Context {
  /**
   * @param {object} shared {catalog, changed(), timeZone(), segment}: `changed` is called after every edit.
   * @param {string} place a key of ALLOWED.
   * @param {string} event the event whose attributes are asked about.
   */
  constructor(shared, place, event = null) {
    this.shared = shared;
    this.place = place;
    this.event = event;
  }

  get catalog() { return this.shared.catalog; }
  get allowed() { return ALLOWED[this.place]; }
  get kind() { return this.place.startsWith('companies') ? 'companies' : 'people'; }
  /** Of whom a condition here is asked, in words: nothing where that is those who are counted. */
  get inRelation() { return { companiesWithin: ', asked of their companies', peopleWithin: ', asked of its contacts' }[this.place] ?? ''; }
  changed() { this.shared.changed(); }

  within(relation) { return new Context(this.shared, relation === 'company' ? 'companiesWithin' : 'peopleWithin'); }
  inEvent(node) { return new Context(this.shared, 'event', node); }
}

/** The words of buttons that add a condition, and their icons. */
export const ADDITIONS = {
  property: ['Add properties', 'plus'],
  event: ['Add events', 'event'],
  sequence: ['Steps in order', 'steps'],
  segment: ['Other segment', 'segments'],
  list: ['List', 'list'],
  company: ['Their company', 'company'],
  contacts: ['Their contacts', 'person'],
  sample: ['Random share', 'share'],
  attribute: ['Add attribute', 'plus'],
  group: ['Group', 'group'],
};
