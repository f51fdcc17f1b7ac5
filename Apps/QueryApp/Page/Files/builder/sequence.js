// Steps that happened one after the other, with steps that must not happen between.
import { h, icon, show } from '../lib/dom.js';
import { combobox } from '../components/combobox.js';
import { attributes } from './event.js';
import { durationField } from './value.js';
import { windowField } from './window.js';
import { fresh } from './nodes.js';

const MOST = 20;

export function sequenceEditor(node, pointer, context) {
  const whole = h('div', { class: 'sequence' });

  function draw(focusOn) {
    const redraw = (selector) => {
      draw(selector);
      context.changed();
    };
    show(whole,
      h('span', { class: 'lead' }, 'did, one after the other'),
      h('ol', {}, node.sequence.map((step, n) => stepEditor(step, n, redraw))),
      h('div', { class: 'additions' }, node.sequence.length < MOST ? h('button', {
        type: 'button', class: 'add', onclick: () => {
          node.sequence.push({ event: '' });
          redraw(`li:nth-child(${node.sequence.length}) input`);
        },
      }, '+ Add step') : null),
      h('div', { class: 'condition' },
        h('label', { class: 'check' }, h('input', {
          type: 'checkbox', checked: node.within !== undefined, onchange: () => {
            if (node.within !== undefined) delete node.within;
            else node.within = '7d';
            redraw('.check input');
          },
        }), 'from the first to the last within'),
        node.within === undefined ? null : durationField(node.within, (value) => { node.within = value; context.changed(); }, 'Longest time'),
        windowField(node, 'window', context, redraw)));
    if (focusOn) whole.querySelector(focusOn)?.focus();
  }

  function stepEditor(step, n, redraw) {
    const isNot = 'not' in step;
    const event = isNot ? step.not : step;
    const toggle = () => {
      node.sequence[n] = isNot ? event : { not: event };
      redraw(`li:nth-child(${n + 1}) select`);
    };
    return h('li', {},
      h('div', { class: 'condition' },
        n ? h('select', { 'aria-label': `Step ${n + 1}`, value: isNot ? 'not' : 'then', onchange: toggle },
          h('option', { value: 'then' }, 'then'), h('option', { value: 'not' }, 'and not')) : h('span', { class: 'lead' }, 'first'),
        combobox({
          label: `Event of step ${n + 1}`, options: () => context.catalog.eventOptions(), value: event.event, free: true,
          placeholder: 'Choose an event', onchange: (name) => { event.event = name; context.changed(); },
        }),
        event.where ? null : h('button', {
          type: 'button', class: 'add', onclick: () => {
            event.where = { all: [fresh.attribute()] };
            redraw(`li:nth-child(${n + 1}) .attributes input`);
          },
        }, '+ Attribute'),
        node.sequence.length > 2 ? h('button', {
          type: 'button', class: 'quiet icon-only', 'aria-label': `Remove step ${n + 1}`,
          onclick: () => remove(n, redraw),
        }, icon('close')) : null),
      attributes(event, 'where', `${pointer}/sequence/${n}${isNot ? '/not' : ''}/where`, context.inEvent(event), 'with'));
  }

  /** The first step is always one that happened. */
  function remove(n, redraw) {
    node.sequence.splice(n, 1);
    node.sequence[0] = node.sequence[0].not ?? node.sequence[0];
    redraw('li input');
  }

  draw();
  return whole;
}
