// How often an event must have happened, or which one of them is meant.
import { h } from '../lib/dom.js';
import { numberField } from './value.js';

const CHOICES = [
  ['', 'at least once'], ['atLeast', 'at least … times'], ['exactly', 'exactly … times'], ['atMost', 'at most … times'],
  ['first', 'for the first time'], ['last', 'for the last time'], ['periods', 'regularly'],
];

const UNITS = [['d', 'days'], ['w', 'weeks'], ['M', 'months']];

const choiceOf = (node) => node.occurrence ?? (node.periods ? 'periods' : node.count ? Object.keys(node.count)[0] : '');

export function occurrenceField(node, context, redraw) {
  const choice = choiceOf(node);
  const select = h('select', { class: 'occurrence', 'aria-label': 'Occurrence', value: choice, onchange: choose },
    CHOICES.map(([key, title]) => h('option', { value: key }, key === '' && node.aggregate ? 'any number of times' : title)));

  function choose() {
    const old = node.count ? Object.values(node.count)[0] : 1;
    const next = select.value;
    delete node.count;
    delete node.occurrence;
    delete node.periods;
    if (['first', 'last', 'periods'].includes(next)) delete node.aggregate;
    if (next !== 'first' && next !== 'last') delete node.having;
    if (['atLeast', 'exactly', 'atMost'].includes(next)) node.count = { [next]: old };
    if (next === 'first' || next === 'last') node.occurrence = next;
    if (next === 'periods') {
      delete node.within;
      node.periods = { unit: 'w', of: 4, atLeast: 3 };
    }
    redraw('.occurrence');
  }

  if (node.count) return h('div', { class: 'joined' }, select, countField(node.count, context));
  if (node.periods) return h('div', { class: 'joined' }, select, periodsField(node.periods, context));
  return select;
}

/** {exactly, atLeast or atMost: n}; `unit` is what is counted, where that is said. */
export function countField(count, context, label = 'Times', unit = 'times') {
  const [key] = Object.keys(count);
  const set = (value) => {
    count[key] = value;
    context.changed();
  };
  return h('span', { class: 'joined' }, numberField(count[key], set, label, { min: 0, step: 1 }), unit ? h('span', {}, unit) : null);
}

/** {unit, of, atLeast, each}: in at least 3 of the last 4 complete weeks. */
function periodsField(periods, context) {
  const set = (key) => (value) => {
    if (value === null && key === 'each') delete periods[key];
    else periods[key] = value;
    context.changed();
  };
  return h('span', { class: 'joined wraps' },
    'in at least', numberField(periods.atLeast, set('atLeast'), 'Periods in which it happened', { min: 1, step: 1 }),
    'of the last', numberField(periods.of, set('of'), 'Periods looked at', { min: 1, step: 1 }),
    h('select', { 'aria-label': 'Unit of the periods', value: periods.unit, onchange: (event) => set('unit')(event.target.value) },
      UNITS.map(([key, title]) => h('option', { value: key }, title))),
    ', each time', numberField(periods.each ?? 1, set('each'), 'Times in each period', { min: 1, step: 1 }), 'times or more');
}
