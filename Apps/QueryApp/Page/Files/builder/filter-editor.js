// The filter of a segment: as conditions, or as its JSON. Both change the same filter.
import { h, show } from '../lib/dom.js';
import { parse } from '../lib/json.js';
import { Context } from './context.js';
import { asGroup, groupEditor } from './group.js';
import { isPeople } from './catalog.js';
import { kindOf } from './nodes.js';
import { isObject } from './drawable.js';
import { marksOf } from './marks.js';

/** @param {object} definition has `filter` and `contentType`; the filter is changed in place or replaced. */
export function filterEditor(definition, shared) {
  const tree = h('div', { class: 'filter-tree' });
  const mistakes = h('ul', { class: 'mistake json-mistakes', 'aria-live': 'polite', hidden: true });
  const marks = marksOf(tree, mistakes);
  const whole = h('section', { class: 'filter', 'aria-label': 'Conditions' });
  let isJSON = false;

  const unreadField = () => whole.querySelector('.unread:not(:empty)')?.parentNode.querySelector('textarea');

  function draw() {
    const button = (text, json) => h('button', {
      type: 'button', 'aria-pressed': String(isJSON === json), onclick: () => {
        const unread = unreadField();
        if (unread && !json) {
          // What was typed would be gone.
          unread.focus();
          return;
        }
        isJSON = json;
        draw();
        whole.querySelector('[aria-pressed="true"]').focus();
        // A filter that has become a group has its conditions in other places than those that were counted.
        if (!json) shared.changed();
      },
    }, text);
    show(whole, h('div', { class: 'filter-head' }, h('h2', {}, 'Conditions'),
      h('div', { class: 'tabs', role: 'group', 'aria-label': 'How the conditions are shown' }, button('Builder', false), button('JSON', true))),
    isJSON ? jsonView() : tree);
    if (!isJSON) drawTree();
    marks.draw();
  }

  function drawTree() {
    const context = new Context(shared, isPeople(definition.contentType) ? 'people' : 'companies');
    const kind = kindOf(definition.filter);
    // What is not drawn as a group at the root becomes the only condition of one.
    if (kind !== 'all' && kind !== 'any') definition.filter = asGroup(definition.filter);
    show(tree, rootRow(groupEditor(definition.filter, '/filter', context)));
  }

  function jsonView() {
    const trouble = h('p', { class: 'mistake unread', role: 'alert' });
    const area = h('textarea', {
      class: 'code', rows: 16, spellcheck: 'false', 'aria-label': 'Filter as JSON', value: JSON.stringify(definition.filter, null, 2),
      oninput: () => {
        try {
          const read = parse(area.value);
          if (!isObject(read)) throw new Error('It must be an object.');
          trouble.textContent = '';
          definition.filter = read;
          shared.changed();
        } catch (error) {
          trouble.textContent = `Not JSON yet: ${error.message}`;
        }
      },
    });
    return h('div', { class: 'raw' }, area, trouble, mistakes);
  }

  draw();
  return {
    whole, draw, marks,
    /** Dates mean other instants now. */
    zoneChanged() { for (const field of tree.querySelectorAll('.date-field')) field.dispatchEvent(new Event('zonechange')); },
    get isJSON() { return isJSON; },
    /** The first field whose text is no JSON, whether of the filter or of one condition. */
    get unread() { return unreadField(); },
  };
}

/** The root bears a count and mistakes as every node does, but cannot be moved. */
function rootRow(group) {
  return h('div', { class: 'node root-node', data: { pointer: '/filter' } },
    h('div', { class: 'node-body' }, group, h('p', { class: 'mistake node-mistake', hidden: true })),
    h('div', { class: 'node-tail' }, h('span', { class: 'node-count' })));
}
