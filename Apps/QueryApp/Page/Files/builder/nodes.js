// Nodes of the filter language as the builder makes and knows them. The filter is the JSON that is saved; editors
// change it in place.
import { parse } from '../lib/json.js';
import { DRAWN, isObject } from './drawable.js';

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

/** What a node is; null for one that the builder cannot draw: it is then edited as JSON. */
export function kindOf(node) {
  if (!isObject(node)) return null;
  const kind = KINDS.find((key) => key in node);
  if (!kind || Object.keys(node).some((key) => !KEYS[kind].includes(key))) return null;
  return DRAWN[kind](node) ? kind : null;
}

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

/**
 * How many nodes the server counts each by itself, and those within relations, into which it does not look: `filter` is
 * the relation with that one alone. Where there is no other one, that is the relation itself: `own` is its pointer.
 */
export function toCount(filter) {
  const seen = {};
  const inner = [];
  let nodes = 0;
  walk(filter, (node, pointer) => {
    seen[pointer] = node;
    const [, own, key, rest] = pointer.match(/(.*)\/(company|contacts)(.*)/) ?? [];
    if (!key) nodes += 1;
    if (!rest) return;
    const { all, any } = seen[own][key];
    const isOnly = /^\/a..\/0$/.test(rest) && (all ?? any).length === 1;
    inner.push({ pointer, own: isOnly && own, filter: { ...seen[own], [key]: node } });
  });
  return { nodes, inner };
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
export const copy = (value) => (value === undefined ? undefined : parse(JSON.stringify(value)));

/** Takes over all that another node has. */
export function become(node, other) {
  for (const key of Object.keys(node)) delete node[key];
  return Object.assign(node, other);
}
