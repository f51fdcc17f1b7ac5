// A node that the builder has no fields for, as its JSON: it is shown, edited and saved as it stands.
import { h } from '../lib/dom.js';
import { parse } from '../lib/json.js';
import { isObject } from './drawable.js';
import { become } from './nodes.js';

export function rawEditor(node, context, redraw) {
  const trouble = h('p', { class: 'mistake unread', role: 'alert' });
  const area = h('textarea', {
    class: 'code', rows: 4, spellcheck: 'false', 'aria-label': 'Condition as JSON', value: JSON.stringify(node, null, 2),
    oninput: () => {
      try {
        const read = parse(area.value);
        if (!isObject(read)) throw new Error('It must be an object.');
        trouble.textContent = '';
        become(node, read);
        context.changed();
      } catch (error) {
        trouble.textContent = `Not JSON yet, the last good one counts: ${error.message}`;
      }
    },
    onchange: () => { if (!trouble.textContent) redraw(); },
  });
  return h('div', { class: 'raw' }, h('span', { class: 'lead' }, 'As JSON'), area, trouble);
}
