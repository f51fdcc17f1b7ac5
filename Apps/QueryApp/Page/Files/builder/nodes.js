// Nodes of the filter language as the builder makes and knows them. The filter is the JSON that is saved; editors
// change it in place.

/** A condition that is begun. */
export const fresh = {
  all: () => ({ all: [] }),
  property: () => ({ property: '', operator: 'equals', value: '' }),
  event: () => ({ event: '' }),
  sequence: () => ({ sequence: [{ event: '' }, { event: '' }] }),
  segment: () => ({ segment: '' }),
  list: () => ({ list: '' }),
  company: () => ({ company: { all: [fresh.property()] }, quantifier: 'any' }),
  contacts: () => ({ contacts: { all: [fresh.property()] }, quantifier: 'any' }),
  sample: () => ({ sample: { percent: 10, salt: Math.random().toString(36).slice(2, 8) } }),
  attribute: () => ({ attribute: '', operator: 'equals', value: '' }),
};

const KINDS = ['all', 'any', 'not', 'property', 'tracked', 'event', 'sequence', 'segment', 'list', 'company', 'contacts',
  'sample', 'attribute'];

const KEYS = {
  all: ['all'], any: ['any'], not: ['not'],
  property: ['property', 'operator', 'value'], tracked: ['tracked', 'operator', 'value'],
  attribute: ['attribute', 'operator', 'value'],
  event: ['event', 'where', 'within', 'count', 'aggregate', 'occurrence', 'having', 'periods'],
  sequence: ['sequence', 'within', 'window'], segment: ['segment'], list: ['list'],
  company: ['company', 'quantifier'], contacts: ['contacts', 'quantifier', 'count'], sample: ['sample'],
};

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a node is; null for one that the builder cannot draw: it is then edited as JSON. */
export function kindOf(node) {
  if (!isObject(node)) return null;
  const kind = KINDS.find((key) => key in node);
  if (!kind || Object.keys(node).some((key) => !KEYS[kind].includes(key))) return null;
  return DRAWN[kind]?.(node) === false ? null : kind;
}

const isRange = (window) => isObject(window) && ('last' in window
  ? Object.keys(window).length === 1
  : Object.keys(window).every((key) => ['from', 'to'].includes(key)));

const isStep = (step) => isObject(step) && Object.keys(step).every((key) => ['event', 'where'].includes(key)) && 'event' in step;

/** What must hold so that a node of a kind can be drawn. */
const DRAWN = {
  all: (node) => Array.isArray(node.all),
  any: (node) => Array.isArray(node.any),
  property: (node) => typeof node.property === 'string' && typeof node.operator === 'string',
  tracked: (node) => typeof node.tracked === 'string' && typeof node.operator === 'string',
  attribute: (node) => typeof node.attribute === 'string' && typeof node.operator === 'string',
  event: (node) => typeof node.event === 'string' && (node.within === undefined || isRange(node.within))
    && (node.count === undefined || (isObject(node.count) && Object.keys(node.count).length === 1))
    && [node.where, node.having, node.aggregate, node.periods].every((part) => part === undefined || isObject(part)),
  sequence: (node) => Array.isArray(node.sequence) && (node.window === undefined || isRange(node.window))
    && node.sequence.every((step) => isStep(step) || (isObject(step) && Object.keys(step).length === 1 && isStep(step.not))),
  segment: (node) => typeof node.segment === 'string',
  list: (node) => typeof node.list === 'string',
  company: (node) => isObject(node.company),
  contacts: (node) => isObject(node.contacts) && !(node.count && node.quantifier),
  sample: (node) => isObject(node.sample),
};

/** Every node below and with this one: call(node, pointer). Those in where, having and steps are left out. */
export function walk(node, call, pointer = '/filter') {
  if (!isObject(node)) return;
  call(node, pointer);
  for (const key of ['all', 'any']) {
    if (Array.isArray(node[key])) node[key].forEach((child, n) => walk(child, call, `${pointer}/${key}/${n}`));
  }
  if (isObject(node.not)) walk(node.not, call, `${pointer}/not`);
  if (isObject(node.company)) walk(node.company, call, `${pointer}/company`);
  if (isObject(node.contacts)) walk(node.contacts, call, `${pointer}/contacts`);
}

/** The filter without groups of attributes that ask for nothing. */
export function tidied(node) {
  if (Array.isArray(node)) return node.map(tidied);
  if (!isObject(node)) return node;
  const isIdle = (key, part) => ['where', 'having'].includes(key) && isObject(part) && Array.isArray(part.all)
    && part.all.length === 0 && Object.keys(part).length === 1;
  return Object.fromEntries(Object.entries(node).filter(([key, part]) => !isIdle(key, part)).map(([key, part]) => [key, tidied(part)]));
}

/** A JSON value copied. */
export const copy = (value) => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));

/** Takes over all that another node has. */
export function become(node, other) {
  for (const key of Object.keys(node)) delete node[key];
  return Object.assign(node, other);
}
