// What went wrong beside what the person was doing: a line at the top, there until it is closed.
import { h, icon } from '../lib/dom.js';
import { href } from '../lib/paths.js';

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

/**
 * What a sign-in may not do: the scope that is missing, and how to get one that has it.
 * @param {ApiError} error a refusal with the status 403, which names the scope.
 */
export const lacking = (error) => h('p', { class: 'notice' }, `${error.message} This sign-in does not have it: `,
  // Not a place of this page: the browser is to load it.
  h('a', { href: href('/sign-in'), target: '_self' }, 'sign in'), ' with an API token that does.');
