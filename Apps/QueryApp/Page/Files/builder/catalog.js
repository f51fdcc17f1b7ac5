// The names that are known: properties, events, segments, lists; read once for a builder.
import { all } from '../lib/api.js';
import { allSegments } from '../lib/segments.js';
import { contentTypes, plural, share } from '../lib/format.js';
import { live } from '../lib/live.js';

const BASIC = {
  people: {
    text: ['state', 'firstName', 'lastName', 'name', 'primaryEmail', 'primaryPhone', 'code', 'position', 'department',
      'leadStatus', 'status', 'description', 'avatar', 'owner', 'country', 'city', 'region', 'language', 'timeZone', 'userAgent'],
    datetime: ['createdAt', 'modifiedAt', 'lastSeenAt', 'birthDate'],
    number: ['sessionCount', 'profileScore'],
    boolean: ['isSubscribed', 'doNotDisturb', 'hasAuthority'],
    list: ['tags'],
  },
  companies: {
    text: ['primaryName', 'website', 'industry', 'businessType', 'plan', 'primaryEmail', 'primaryPhone', 'code', 'status',
      'description', 'avatar', 'owner', 'parentCompany', 'country', 'city'],
    datetime: ['createdAt', 'modifiedAt'],
    number: ['size', 'employees'],
    list: ['tags'],
  },
};

const TITLES = {
  createdAt: 'Created at', modifiedAt: 'Modified at', lastSeenAt: 'Last seen at', birthDate: 'Birth date',
  firstName: 'First name', lastName: 'Last name', name: 'Name', primaryEmail: 'Primary email', primaryPhone: 'Primary phone',
  sessionCount: 'Session count', profileScore: 'Profile score', isSubscribed: 'Is subscribed', doNotDisturb: 'Do not disturb',
  hasAuthority: 'Has authority', leadStatus: 'Lead status', timeZone: 'Time zone', userAgent: 'User agent', primaryName: 'Name',
  businessType: 'Business type', parentCompany: 'Parent company',
};

export const isPeople = (contentType) => contentType !== 'company';

/** A property's name as people read it; a name that somebody has chosen stands as it is. */
export const titleOf = (name) => TITLES[name] ?? (/^[a-z]+$/.test(name) && isBasic(name) ? name[0].toUpperCase() + name.slice(1) : name);

const isBasic = (name) => Object.values(BASIC).some((types) => Object.values(types).flat().includes(name));

const isDate = (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\d([T ]|$)/.test(value);

/** Types of a property's values, the first one first; empty where nothing is known. */
function typesOf(entry, basicType) {
  if (entry?.type) return [entry.type];
  if (basicType) return [basicType];
  const types = (entry?.types ?? []).map((type) => (type === 'list' ? 'list' : type));
  const samples = (entry?.samples ?? []).flat();
  if (types.includes('text') && samples.length && samples.every(isDate)) return ['datetime', ...types];
  return types;
}

class Properties {
  constructor(entries, kind) {
    const basic = new Map(Object.entries(BASIC[kind]).flatMap(([type, names]) => names.map((name) => [name, type])));
    this.byKey = new Map();
    for (const entry of entries) {
      this.add(entry.name, entry.tracked, entry, entry.tracked ? null : basic.get(entry.name));
    }
    for (const [name, type] of basic) if (!this.byKey.has(`property ${name}`)) this.add(name, false, null, type);
    const order = ['Basic', 'Custom', 'Tracked data'];
    this.list = [...this.byKey.values()].sort((one, other) => order.indexOf(one.group) - order.indexOf(other.group)
      || (other.holders ?? 1e12) - (one.holders ?? 1e12) || one.title.localeCompare(other.title));
  }

  add(name, tracked, entry, basicType) {
    const key = `${tracked ? 'tracked' : 'property'} ${name}`;
    this.byKey.set(key, {
      key, name, tracked, title: entry?.label ?? (tracked ? name : titleOf(name)), holders: entry ? entry.holders : 0,
      group: tracked ? 'Tracked data' : basicType ? 'Basic' : 'Custom',
      types: typesOf(entry, basicType), samples: name === 'state' ? ['customer', 'lead', 'visitor'] : (entry?.samples ?? []).flat(),
    });
  }

  find(tracked, name) { return this.byKey.get(`${tracked ? 'tracked' : 'property'} ${name}`); }
}

const optionsOf = (list, total, ofWhom = '') => list.map((one) => ({
  value: one.key, key: one.name, label: one.title, group: one.group,
  hint: [one.types[0] ?? 'any', one.holders && total ? share(one.holders, total) + ofWhom : ''].filter(Boolean).join(' · '),
}));

/** The names of basic properties, of companies or of people. */
export const basicNames = (ofCompanies) => new Set(Object.values(BASIC[ofCompanies ? 'companies' : 'people']).flat());

/** What builders choose from. `find…` give undefined for a name that nobody has had yet. */
export async function loadCatalog() {
  const [people, companies, events, lists] = await Promise.all([
    all('catalog/properties'), all('catalog/properties?contentType=company'), all('catalog/events'), all('lists'),
  ]);
  const kinds = { people: new Properties(people, 'people'), companies: new Properties(companies, 'companies') };
  const eventsByName = new Map(events.map((event) => [event.name, event]));
  let segments = [];
  const take = (found) => { segments = found; };
  const allAreHere = allSegments(take).then(take);
  return {
    get segments() { return segments; },
    /** Resolves when every segment has come; there may be thousands, and few filters need them. */
    allAreHere,
    lists,
    property: (kind, tracked, name) => kinds[kind].find(tracked, name),
    /** By groups. `ofCompany`: those of companies follow as a group of their own, with keys that begin with "company". */
    propertyOptions(kind, { ofCompany = false } = {}) {
      const own = optionsOf(kinds[kind].list, live.totals?.[kind === 'people' ? 'contact' : 'company']);
      if (!ofCompany) return own;
      return [...own, ...optionsOf(kinds.companies.list, live.totals?.company, ' of companies').map((option) => (
        { ...option, value: option.value.replace(/^property/, 'company'), group: 'Company' }))];
    },
    eventOptions: () => events.map((event) => ({ value: event.name, label: event.name, hint: plural(event.count, 'event') })),
    attribute: (event, name) => eventsByName.get(event)?.attributes.find((attribute) => attribute.name === name),
    attributeOptions: (event) => (eventsByName.get(event)?.attributes ?? []).map((attribute) => ({
      value: attribute.name, label: attribute.name, hint: attribute.types.join(', '),
    })),
    segmentOptions: (kind, not) => segments
      .filter((segment) => isPeople(segment.contentType) === (kind === 'people') && segment.id !== not)
      .map((segment) => ({ value: segment.id, label: segment.name, group: contentTypes[segment.contentType].title })),
    listOptions: () => lists.map((list) => ({ value: list.id, label: list.name, hint: plural(list.count, 'contact') })),
  };
}
