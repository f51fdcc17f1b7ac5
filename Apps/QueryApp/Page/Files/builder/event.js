// An event condition: which event, how often or which one, when, with which attributes.
import { h, show } from '../lib/dom.js';
import { combobox } from '../components/combobox.js';
import { asGroup, groupEditor } from './group.js';
import { fresh } from './nodes.js';
import { occurrenceField } from './occurrence.js';
import { windowField } from './window.js';
import { aggregateField } from './aggregate.js';

export function eventEditor(node, pointer, context) {
  const whole = h('div', { class: 'event' });
  const inEvent = context.inEvent(node);

  function draw(focusOn) {
    const redraw = (selector) => {
      draw(selector);
      context.changed();
    };
    show(whole,
      h('div', { class: 'condition' },
        h('span', { class: 'lead' }, 'did'),
        combobox({
          label: 'Event', options: () => context.catalog.eventOptions(), value: node.event, free: true, placeholder: 'Choose an event',
          onchange: (name) => { node.event = name; context.changed(); },
        }),
        occurrenceField(node, context, redraw),
        node.periods ? null : windowField(node, 'within', context, redraw)),
      node.aggregate ? aggregateField(node, context, redraw) : null,
      attributes(node, 'where', `${pointer}/where`, inEvent, 'with'),
      node.occurrence ? attributes(node, 'having', `${pointer}/having`, inEvent, `and that ${node.occurrence} one has`) : null,
      h('div', { class: 'additions' },
        node.where ? null : adder('Add attribute', 'where', redraw),
        node.occurrence && !node.having ? adder('Of that one', 'having', redraw) : null,
        node.aggregate || node.occurrence || node.periods ? null : h('button', {
          type: 'button', class: 'add', onclick: () => {
            node.aggregate = { function: 'sum', attribute: '', operator: 'greaterThan', value: null };
            redraw('.aggregate input');
          },
        }, 'Add a sum, average…')));
    if (focusOn) whole.querySelector(focusOn)?.focus();
  }

  const adder = (title, key, redraw) => h('button', {
    type: 'button', class: 'add', onclick: () => {
      node[key] = { all: [fresh.attribute()] };
      redraw(`[data-part="${key}"] input`);
    },
  }, `+ ${title}`);

  draw();
  return whole;
}

/** The group of attributes that is `where`, or `having`; without any it means every event. */
export function attributes(node, key, pointer, context, title) {
  if (!node[key]) return null;
  node[key] = Object.keys(node[key]).length ? asGroup(node[key]) : { all: [] };
  return h('div', { class: 'attributes', data: { part: key } },
    h('span', { class: 'lead' }, title),
    groupEditor(node[key], pointer, context));
}
