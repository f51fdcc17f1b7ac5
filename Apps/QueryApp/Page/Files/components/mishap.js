// What went wrong beside what the person was doing: a line at the top, there until it is closed.
import { h, icon } from '../lib/dom.js';

let line = null;

/** The newest alone is shown; what the page shows stays. */
export function tellMishap(text) {
  clearMishaps();
  line = h('div', { class: 'mishap', role: 'alert' }, h('span', {}, text),
    h('button', { type: 'button', class: 'quiet icon-only', 'aria-label': 'Close', onclick: close }, icon('close')));
  document.body.prepend(line);
}

function close() {
  clearMishaps();
  document.querySelector('main').focus({ preventScroll: true });
}

export function clearMishaps() {
  line?.remove();
  line = null;
}
