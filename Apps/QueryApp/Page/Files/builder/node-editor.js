// The editor of one node, whatever it is, with what can be done with it: copy, move, negate, group, remove.
import { h, icon, show } from '../lib/dom.js';
import { menu } from '../components/menu.js';
import { kindOf, copy, become } from './nodes.js';
import { groupEditor } from './group.js';
import { propertyEditor } from './property.js';
import { attributeEditor } from './attribute.js';
import { eventEditor } from './event.js';
import { sequenceEditor } from './sequence.js';
import { segmentEditor, listEditor, sampleEditor } from './references.js';
import { relationEditor } from './relation.js';
import { rawEditor } from './raw.js';

const EDITORS = {
  all: groupEditor, any: groupEditor, property: propertyEditor, tracked: propertyEditor, attribute: attributeEditor,
  event: eventEditor, sequence: sequenceEditor, segment: segmentEditor, list: listEditor, company: relationEditor,
  contacts: relationEditor, sample: sampleEditor,
};

/**
 * @param {object} node changed in place.
 * @param {string} pointer its place in the definition: counts and mistakes are shown by it.
 * @param {object} place {remove, duplicate, move(step)} of the group that it stands in; absent at the root.
 */
export function nodeEditor(node, pointer, context, place) {
  const isNegated = kindOf(node) === 'not' && kindOf(node.not) !== 'not';
  const inner = isNegated ? node.not : node;
  const innerPointer = isNegated ? `${pointer}/not` : pointer;
  // An attribute is one of an event.
  const kind = kindOf(inner) === 'attribute' && !context.event ? null : kindOf(inner);
  const isGroup = kind === 'all' || kind === 'any';
  const row = h('div', { role: isGroup ? null : 'group', class: `node ${isGroup ? 'group-node' : 'leaf-node'}${isNegated ? ' negated' : ''}`, data: { pointer, inner: innerPointer } });
  const redraw = () => {
    const next = nodeEditor(node, pointer, context, place);
    row.replaceWith(next);
    context.changed();
    return next;
  };
  const negate = () => {
    become(node, isNegated ? copy(node.not) : { not: copy(node) });
    redraw().querySelector('input, select, button')?.focus();
  };
  const actions = place ? menu('More', [
    [isNegated ? 'Not any more' : 'Turn into “not”', negate],
    place.duplicate && ['Duplicate', place.duplicate, { icon: 'copy' }],
    place.move && ['Move up', () => place.move(-1), { icon: 'up' }],
    place.move && ['Move down', () => place.move(1), { icon: 'down' }],
    place.wrap && ['Put into a group', place.wrap, { icon: 'group' }],
  ]) : null;
  const editor = kind && EDITORS[kind] ? EDITORS[kind](inner, innerPointer, context, redraw) : rawEditor(inner, context, redraw);
  const counted = `fit this condition alone${context.inRelation}`;
  return show(row,
    isNegated ? h('button', { type: 'button', class: 'not-chip', title: 'Click to take “not” away', onclick: negate }, 'not') : null,
    h('div', { class: 'node-body' }, editor, h('p', { class: 'mistake node-mistake', hidden: true })),
    h('div', { class: 'node-tail' },
      h('span', { class: 'node-count', title: `How many ${counted}` }), h('span', { class: 'unseen' }, counted),
      place ? h('button', { type: 'button', class: 'quiet icon-only', 'aria-label': 'Remove', title: 'Remove', onclick: place.remove }, icon('close')) : null,
      actions));
}
