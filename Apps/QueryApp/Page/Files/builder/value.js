// The field of a condition's value, by what its operator takes and what is known of the values.
import { h, show } from '../lib/dom.js';
import { isNumber, numberOf } from '../lib/json.js';
import { combobox } from '../components/combobox.js';
import { dateField } from './date.js';

const UNITS = [['s', 'seconds'], ['m', 'minutes'], ['h', 'hours'], ['d', 'days'], ['w', 'weeks']];

/**
 * @param {object} node has `value`; changed in place.
 * @param {string} takes kind of value, as in operators.js.
 * @param {Array} types of the values, the likely one first.
 * @param {Array} samples values that are there.
 */
export function valueField(node, takes, { types, samples, context }) {
  const set = (value) => {
    node.value = value;
    context.changed();
  };
  switch (takes) {
    case 'none': return null;
    case 'scalar': return scalarField(node, types, samples, set);
    case 'text': return suggested(node.value, samples.map(String), set);
    case 'number': return numberField(node.value, set, 'Value');
    case 'nth': return h('div', { class: 'joined' }, numberField(node.value, set, 'N', { min: 0, step: 1 }), h('span', {}, node.operator.endsWith('Day') ? 'days' : 'minutes'));
    case 'list': return listField(node.value, types, set);
    case 'date': return dateField(node.value, set, context);
    case 'range': return rangeField(node, types, set, context);
    case 'duration': return durationField(node.value, set);
    default: return null;
  }
}

export function numberField(value, set, label, limits = {}) {
  return h('input', {
    type: 'number', step: 'any', class: 'number', 'aria-label': label, value: value ?? '', placeholder: 'number', ...limits,
    oninput: (event) => set(numberOf(event.target.value)),
  });
}

function suggested(value, samples, set) {
  const options = () => [...new Set(samples)].map((sample) => ({ value: sample, label: sample }));
  return combobox({ label: 'Value', options, value: value ?? '', free: true, placeholder: 'value', onchange: set });
}

/** What is compared goes by the JSON type of the value: text, number or yes and no. */
function scalarField(node, types, samples, set) {
  const whole = h('div', { class: 'joined value' });
  const typeOf = (value) => (isNumber(value) || value === null ? 'number' : typeof value === 'boolean' ? 'boolean' : 'text');
  const known = types.filter((type) => ['text', 'number', 'boolean'].includes(type));
  const isUntouched = node.value === '' || node.value === undefined || node.value === null;
  let type = isUntouched ? known[0] ?? 'text' : typeOf(node.value);
  if (isUntouched) node.value = { text: '', number: null, boolean: true }[type];
  const draw = () => {
    const control = {
      text: () => suggested(node.value, samples.map(String), set),
      number: () => numberField(node.value, set, 'Value'),
      boolean: () => h('select', { 'aria-label': 'Value', value: String(node.value), onchange: (event) => set(event.target.value === 'true') },
        h('option', { value: 'true' }, 'yes'), h('option', { value: 'false' }, 'no')),
    }[type]();
    show(whole, control, known.length === 1 && known[0] === type ? null : choice());
  };
  const choice = () => h('select', {
    class: 'type-choice', 'aria-label': 'Type of the value', title: 'A number is not the text of its digits', value: type,
    onchange: (event) => {
      const old = node.value;
      type = event.target.value;
      set({ text: () => String(old ?? ''), number: () => numberOf(old), boolean: () => true }[type]());
      draw();
      whole.querySelector('.type-choice')?.focus();
    },
  }, [['text', 'text'], ['number', 'number'], ['boolean', 'yes or no']].map(([key, title]) => h('option', { value: key }, title)));
  draw();
  return whole;
}

const DIGITS = /^-?\d+(\.\d+)?$/;

/** One a line, or with commas between: as it is pasted. A value that is there stays what it is, of its type and with its commas. */
function listField(value, types, set) {
  const first = Array.isArray(value) ? value : [];
  const there = new Map(first.map((one) => [String(one), one]));
  const areNumbers = first.length ? first.every((one) => isNumber(one) || (types[0] === 'number' && !DIGITS.test(one))) : types[0] === 'number';
  let hasCommas = first.some((one) => /[,;\t]/.test(one));
  const told = h('span', { class: 'hint' });
  const read = (text) => {
    if (!text.trim()) hasCommas = false;
    const parts = text.split(hasCommas || /[\n\r]/.test(text) ? /[\n\r]+/ : /[,;\t]+/).map((part) => part.trim()).filter(Boolean);
    return [...new Set(parts)].map((part) => there.get(part) ?? (areNumbers && DIGITS.test(part) ? numberOf(part) : part));
  };
  const tell = (list) => { told.textContent = list.length === 1 ? '1 value' : `${list.length} values`; };
  const area = h('textarea', {
    rows: Math.min(Math.max(first.length, 2), 6), 'aria-label': 'Values, one a line', placeholder: 'One a line, or a pasted list', spellcheck: 'false',
    value: first.join('\n'),
    oninput: () => {
      const list = read(area.value);
      tell(list);
      set(list);
    },
  });
  tell(first);
  return h('div', { class: 'stacked' }, area, told);
}

function rangeField(node, types, set, context) {
  const isDates = node.value?.some?.((end) => typeof end === 'string') ?? types[0] === 'datetime';
  const put = (place) => (value) => set(node.value.map((end, n) => (n === place ? value : end)));
  const part = (place, label) => (isDates ? dateField(node.value[place], put(place), context, label) : numberField(node.value[place], put(place), label));
  return h('div', { class: 'joined' }, part(0, 'From'), h('span', {}, 'and'), part(1, 'To'));
}

/** Like 30d. */
export function durationField(value, set, label = 'Duration') {
  const [, number = '', unit = 'd'] = String(value ?? '').match(/^(\d+)([smhdw])$/) ?? [];
  const amount = h('input', { type: 'number', min: 1, step: 1, class: 'number short', 'aria-label': label, value: number });
  const units = h('select', { 'aria-label': `${label}: unit`, value: unit }, UNITS.map(([key, title]) => h('option', { value: key }, title)));
  const put = () => set(amount.value ? `${amount.value}${units.value}` : '');
  amount.addEventListener('input', put);
  units.addEventListener('change', put);
  return h('div', { class: 'joined' }, amount, units);
}
