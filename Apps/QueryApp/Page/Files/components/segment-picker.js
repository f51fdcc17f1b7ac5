// All segments, or as many as are chosen.
import { h, icon, show, field } from '../lib/dom.js';
import { combobox } from './combobox.js';

/**
 * The element, with `picked()`: "all" or the ids that are chosen, and `clear()`, after which it is "all".
 * @param {Array} segments those that there are.
 * @param {string|string[]} first what is chosen at first; ids of segments that are there no more stay until taken out.
 */
export function segmentPicker(segments, first) {
  const names = new Map(segments.map((one) => [one.id, one.name]));
  let ids = first === 'all' ? [] : [...first];
  const which = h('select', { value: first === 'all' ? 'all' : 'chosen', onchange: () => draw() },
    h('option', { value: 'all' }, 'All segments'), h('option', { value: 'chosen' }, 'Chosen segments'));
  const chosen = h('ul', { class: 'chips', 'aria-label': 'Chosen segments' });
  const more = h('div');
  const those = h('div', { class: 'stacked' }, chosen, more);

  function set(next) {
    ids = next;
    draw();
    more.querySelector('input').focus();
  }

  function draw() {
    those.hidden = which.value === 'all';
    show(chosen, ids.map((id) => h('li', { class: 'chip' }, names.get(id) ?? id, h('button', {
      type: 'button', class: 'quiet icon-only', 'aria-label': `Take out ${names.get(id) ?? id}`, onclick: () => set(ids.filter((one) => one !== id)),
    }, icon('close')))));
    const options = () => segments.filter((one) => !ids.includes(one.id)).map((one) => ({ value: one.id, label: one.name }));
    show(more, combobox({ label: 'Add a segment', placeholder: 'Add a segment', options, onchange: (id) => set([...ids, id]) }));
  }

  draw();
  return Object.assign(h('div', { class: 'stacked' }, field('Segments', which), those), {
    picked: () => (which.value === 'all' ? 'all' : ids),
    clear: () => {
      which.value = 'all';
      ids = [];
      draw();
    },
  });
}
