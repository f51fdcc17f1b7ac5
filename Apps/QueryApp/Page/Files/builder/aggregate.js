// A sum, average, smallest or largest value, or number of different values over the events.
import { h, show, icon } from '../lib/dom.js';
import { combobox } from '../components/combobox.js';
import { numberField } from './value.js';
import { operators } from './operators.js';

const FUNCTIONS = [['sum', 'sum'], ['average', 'average'], ['minimum', 'smallest'], ['maximum', 'largest'], ['distinctCount', 'number of different values']];
const OPERATORS = ['equals', 'notEquals', 'greaterThan', 'greaterOrEqual', 'lessThan', 'lessOrEqual', 'between'];

export function aggregateField(node, context, redraw) {
  const part = node.aggregate;
  const set = (key) => (value) => {
    part[key] = value;
    context.changed();
  };
  const select = (label, key, options, then) => h('select', {
    'aria-label': label, value: part[key], onchange: (event) => { set(key)(event.target.value); then?.(); },
  }, options.map(([value, title]) => h('option', { value }, title)));
  const value = h('div', { class: 'joined' });
  const drawValue = () => {
    if (part.operator === 'between') {
      if (!Array.isArray(part.value)) part.value = [null, null];
      const end = (n, label) => numberField(part.value[n], (one) => set('value')(part.value.map((old, m) => (m === n ? one : old))), label);
      show(value, end(0, 'From'), 'and', end(1, 'To'));
    } else {
      if (Array.isArray(part.value)) [part.value] = part.value;
      show(value, numberField(part.value, set('value'), 'Value of the aggregate'));
    }
  };
  drawValue();
  return h('div', { class: 'condition aggregate' },
    h('span', { class: 'lead' }, 'and the'),
    select('Function', 'function', FUNCTIONS),
    h('span', { class: 'lead' }, 'of'),
    combobox({ label: 'Attribute of the aggregate', options: () => context.catalog.attributeOptions(node.event), value: part.attribute, free: true, placeholder: 'attribute', onchange: set('attribute') }),
    select('Operator of the aggregate', 'operator', OPERATORS.map((name) => [name, operators.get(name).label]), drawValue),
    value,
    h('button', { type: 'button', class: 'quiet icon-only', 'aria-label': 'Remove the aggregate', onclick: () => { delete node.aggregate; redraw('.occurrence'); } }, icon('close')));
}
