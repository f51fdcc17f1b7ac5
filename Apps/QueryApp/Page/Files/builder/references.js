// Conditions that name something that is there: another segment, a list; and a stable share of everyone.
import { h } from '../lib/dom.js';
import { combobox } from '../components/combobox.js';
import { numberField } from './value.js';

export function segmentEditor(node, pointer, context) {
  return reference(node, 'segment', 'is in the segment', 'Segment', () => context.catalog.segmentOptions(context.kind, context.shared.segment), context);
}

export function listEditor(node, pointer, context) {
  return reference(node, 'list', 'is on the list', 'List', () => context.catalog.listOptions(), context);
}

function reference(node, key, lead, label, choices, context) {
  const options = () => {
    const list = choices();
    const isKnown = !node[key] || list.some((option) => option.value === node[key]);
    return isKnown ? list : [...list, { value: node[key], label: node[key], group: 'In this filter' }];
  };
  return h('div', { class: 'condition' }, h('span', { class: 'lead' }, lead),
    combobox({ label, options, value: node[key], placeholder: `Choose a ${label.toLowerCase()}`, onchange: (id) => { node[key] = id; context.changed(); } }));
}

export function sampleEditor(node, pointer, context) {
  const set = (key) => (value) => {
    node.sample[key] = value;
    context.changed();
  };
  return h('div', { class: 'condition' }, h('span', { class: 'lead' }, 'is in a random, lasting'),
    numberField(node.sample.percent, set('percent'), 'Percent', { min: 0, max: 100 }),
    h('span', { class: 'lead' }, '% named'),
    h('input', { class: 'short', 'aria-label': 'Name of the share', value: node.sample.salt ?? '', oninput: (event) => set('salt')(event.target.value) }));
}
