// What can be asked of a value: the labels that people read, and what kind of value each takes.
import { isNumber, numberOf } from '../lib/json.js';

/** Kinds of value: none, scalar, list, text, number, range, date, nth, duration. */
const TABLE = [
  ['equals', 'equals', 'scalar', 'text number boolean list'],
  ['notEquals', 'is not equal to', 'scalar', 'text number boolean list'],
  ['contains', 'contains', 'text', 'text list'],
  ['notContains', 'does not contain', 'text', 'text list'],
  ['startsWith', 'starts with', 'text', 'text list'],
  ['endsWith', 'ends with', 'text', 'text list'],
  ['in', 'is any of', 'list', 'text number list'],
  ['notIn', 'is none of', 'list', 'text number list'],
  ['greaterThan', 'is greater than', 'number', 'number'],
  ['lessThan', 'is less than', 'number', 'number'],
  ['greaterOrEqual', 'is at least', 'number', 'number'],
  ['lessOrEqual', 'is at most', 'number', 'number'],
  ['between', 'is between', 'range', 'number datetime'],
  ['dateRelativeLessThan', 'date relative less than', 'date', 'datetime'],
  ['dateRelativeGreaterThan', 'date relative greater than', 'date', 'datetime'],
  ['inTheLast', 'in the last', 'duration', 'datetime'],
  ['inTheNext', 'in the next', 'duration', 'datetime'],
  ['on', 'is on', 'date', 'datetime'],
  ['before', 'is before', 'date', 'datetime'],
  ['after', 'is after', 'date', 'datetime'],
  ['onOrBefore', 'is on or before', 'date', 'datetime'],
  ['onOrAfter', 'is on or after', 'date', 'datetime'],
  ['anniversary', 'has its anniversary on', 'date', 'datetime'],
  ['willOccurBeforeNthMinute', 'will occur before on following n-th minute', 'nth', 'datetime'],
  ['willOccurAfterNthMinute', 'will occur after on following n-th minute', 'nth', 'datetime'],
  ['willOccurBeforeNthDay', 'will occur before on following n-th day', 'nth', 'datetime'],
  ['willOccurAfterNthDay', 'will occur after on following n-th day', 'nth', 'datetime'],
  ['isTrue', 'is true', 'none', 'boolean'],
  ['isFalse', 'is false', 'none', 'boolean'],
  ['isSet', 'is set', 'none', 'text number boolean datetime list'],
  ['isNotSet', 'is not set', 'none', 'text number boolean datetime list'],
];

export const operators = new Map(TABLE.map(([name, label, takes, types]) => (
  [name, { name, label, takes, types: types.split(' ') }]
)));

/** Those that fit a value of these types; all where nothing is known. */
export const operatorsFor = (types) => {
  const fitting = [...operators.values()].filter((operator) => operator.types.some((type) => types.includes(type)));
  return fitting.length ? fitting : [...operators.values()];
};

const FIRST = { datetime: 'dateRelativeLessThan', number: 'equals', boolean: 'isTrue', text: 'equals', list: 'equals' };

/** The one that is chosen for a new condition. */
export const firstOperator = (types) => FIRST[types[0]] ?? 'equals';

/** A value of another kind is of no use to an operator; one that is stays. */
export function valueFor(takes, old, types) {
  if (takes === 'none') return undefined;
  const isList = Array.isArray(old);
  if (takes === 'list') return isList ? old : [typeof old === 'string' ? old.trim() : old].filter((one) => (one ?? '') !== '');
  if (takes === 'range') return isList && old.length === 2 && (old.every(isNumber) || old.every((end) => typeof end === 'string')) ? old : types[0] === 'datetime' ? ['', ''] : [null, null];
  if (takes === 'duration') return /^\d+[smhdw]$/.test(old) ? old : '7d';
  if (isList || old === undefined || old === null) return takes === 'nth' || takes === 'number' ? null : '';
  if (takes === 'number' || takes === 'nth') return isNumber(old) ? old : numberOf(old);
  if (takes === 'date' && /^\d+[smhdw]$/.test(old)) return '';
  if (takes === 'text' || takes === 'date') return String(old);
  return old;
}

/** Whether a value is there; whether it is a good one is the server's to say. */
export function hasValue(takes, value) {
  if (takes === 'none') return value === undefined;
  if (takes === 'list') return Array.isArray(value) && value.length > 0;
  if (takes === 'range') return Array.isArray(value) && value.length === 2 && value.every((end) => end !== null && end !== '');
  return value !== undefined && value !== null && value !== '';
}
