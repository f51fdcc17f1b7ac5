// A colour of a segment: a few that go well together, or any other.
import { h, uniqueID } from '../lib/dom.js';

const COLORS = [
  ['#4f46e5', 'indigo'], ['#0891b2', 'cyan'], ['#059669', 'green'], ['#65a30d', 'lime'], ['#ca8a04', 'yellow'],
  ['#ea580c', 'orange'], ['#e11d48', 'red'], ['#c026d3', 'purple'], ['#64748b', 'grey'],
];

/** A dot of the segment's colour. */
export const dot = (color) => h('span', { class: 'dot', color, 'aria-hidden': 'true' });

export function colorField(value, onchange) {
  const name = uniqueID('color');
  const isOther = value && !COLORS.some(([color]) => color === value);
  const other = h('input', {
    type: 'color', 'aria-label': 'Another colour', title: 'Another colour', value: value ?? '#4f46e5',
    class: isOther ? 'chosen' : null,
    oninput: () => {
      for (const radio of whole.querySelectorAll('[type=radio]')) radio.checked = false;
      other.classList.add('chosen');
      onchange(other.value);
    },
  });
  const whole = h('fieldset', { class: 'colors' }, h('legend', {}, 'Color'), COLORS.map(([color, title]) => (
    h('label', { class: 'swatch', color, title },
      h('input', {
        type: 'radio', name, value: color, checked: color === value, 'aria-label': title,
        onchange: () => { other.classList.remove('chosen'); onchange(color); },
      }))
  )), other);
  return whole;
}
