// When events must have happened: at any time, in the last so many days, or between two dates.
import { h } from '../lib/dom.js';
import { durationField } from './value.js';
import { dateField } from './date.js';

/** @param {string} key of the node: "within" of an event, "window" of a sequence. */
export function windowField(node, key, context, redraw) {
  const window = node[key];
  const choice = isAnyTime(window) ? '' : 'last' in window ? 'last' : 'between';
  const select = h('select', { class: 'window', 'aria-label': 'Time', value: choice, onchange: choose },
    [['', 'at any time'], ['last', 'in the last'], ['between', 'between']].map(([value, title]) => h('option', { value }, title)));

  function choose() {
    if (select.value === '') delete node[key];
    else node[key] = select.value === 'last' ? { last: '30d' } : { from: 'now-30d/d' };
    redraw('.window');
  }

  // An end that is emptied leaves the window open there; a window without any end waits to be filled in.
  const set = (end) => (value) => {
    for (const other of Object.keys(window)) if (window[other] === '') delete window[other];
    if (value || Object.keys(window).every((other) => other === end)) window[end] = value;
    else delete window[end];
    context.changed();
  };
  if (choice === 'last') return h('div', { class: 'joined' }, select, durationField(window.last, set('last'), 'Time span'));
  if (choice === 'between') {
    return h('div', { class: 'joined wraps' }, select, dateField(window.from ?? '', set('from'), context, 'From'),
      h('span', {}, 'and'), dateField(window.to ?? '', set('to'), context, 'To'));
  }
  return select;
}

const isAnyTime = (window) => window === undefined || Object.keys(window).length === 0;
