// Whether the builder has fields for all that a node holds. What it has none for is edited as JSON: nothing of it is
// hidden, changed by looking at it, or too strange to be drawn.
import { Digits, isNumber as isFilled } from '../lib/json.js';
import { operators } from './operators.js';

export const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Digits);

const isText = (value) => typeof value === 'string';
const isScalar = (value) => isText(value) || typeof value === 'boolean' || isNumber(value);
/** A field for a number that is empty makes null. */
const isNumber = (value) => isFilled(value) || value === null;
const maybe = (fits) => (value) => value === undefined || fits(value);
const has = (object, checks) => isObject(object)
  && Object.keys(object).every((key) => key in checks) && Object.entries(checks).every(([key, fits]) => fits(object[key]));
const oneOf = (...choices) => (value) => choices.includes(value);

/** Lines of a text field are the values: each has one line of its own, and is unlike the others there. */
const isLines = (list) => Array.isArray(list) && new Set(list.map(String)).size === list.length
  && list.every((value) => isScalar(value) && value !== null && /^\S(.*\S)?$/.test(String(value)));

const isEnds = (value) => Array.isArray(value) && value.length === 2 && (value.every(isNumber) || value.every(isText));

const VALUES = {
  none: (value) => value === undefined, scalar: maybe(isScalar), text: maybe(isText), number: maybe(isNumber), nth: maybe(isNumber),
  list: isLines, range: isEnds, date: maybe(isText), duration: maybe(isText),
};

const comparison = (name) => (node) => isText(node[name]) && isText(node.operator)
  && (VALUES[operators.get(node.operator)?.takes] ?? maybe(isScalar))(node.value);

const isCount = (count) => isObject(count) && Object.keys(count).length === 1
  && has(count, { exactly: maybe(isNumber), atLeast: maybe(isNumber), atMost: maybe(isNumber) });

const isWindow = (window) => has(window, { last: maybe(isText), from: maybe(isText), to: maybe(isText) })
  && !('last' in window && Object.keys(window).length > 1);

const isPeriods = (periods) => has(periods, { unit: oneOf('d', 'w', 'M'), of: isNumber, atLeast: isNumber, each: maybe(isNumber) });

const isAggregate = (part) => has(part, {
  function: oneOf('sum', 'average', 'minimum', 'maximum', 'distinctCount'), attribute: isText,
  operator: oneOf('equals', 'notEquals', 'greaterThan', 'greaterOrEqual', 'lessThan', 'lessOrEqual', 'between'),
  value: part?.operator === 'between' ? isEnds : isNumber,
});

const isStep = (step) => has(step, { event: isText, where: maybe(isObject) });

const areNodes = (list) => Array.isArray(list) && list.every(isObject);

const isRelation = (node, key) => isObject(node[key]) && maybe(oneOf('any', 'all', 'none'))(node.quantifier)
  && maybe(isCount)(node.count) && !(node.count && node.quantifier);

/** By kind; the keys that a node may have are known to be the right ones. */
export const DRAWN = {
  all: (node) => areNodes(node.all), any: (node) => areNodes(node.any), not: (node) => isObject(node.not),
  property: comparison('property'), tracked: comparison('tracked'), attribute: comparison('attribute'),
  event: (node) => isText(node.event) && [node.where, node.having].every(maybe(isObject)) && maybe(isWindow)(node.within)
    && maybe(isCount)(node.count) && maybe(isPeriods)(node.periods) && maybe(isAggregate)(node.aggregate)
    && maybe(oneOf('first', 'last'))(node.occurrence)
    && [node.count, node.occurrence, node.periods].filter(Boolean).length < 2
    && !(node.having && !node.occurrence) && !(node.periods && node.within),
  sequence: (node) => Array.isArray(node.sequence) && maybe(isText)(node.within) && maybe(isWindow)(node.window)
    && node.sequence.every((step) => isStep(step) || has(step, { not: isStep })),
  segment: (node) => isText(node.segment), list: (node) => isText(node.list),
  company: (node) => isRelation(node, 'company'), contacts: (node) => isRelation(node, 'contacts'),
  sample: (node) => has(node.sample, { percent: isNumber, salt: maybe(isText) }),
};
