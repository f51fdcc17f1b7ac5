// Signs in with an API token; used before there is a page, and over it when a sign-in has run out.
import { h, field } from '../lib/dom.js';
import { href } from '../lib/paths.js';

/** @param {function} done called once the cookie is there. */
export function tokenForm(done) {
  const input = h('input', { type: 'password', autocomplete: 'off', spellcheck: 'false', required: true });
  const trouble = h('p', { class: 'mistake', role: 'alert' });
  const send = async (event) => {
    event.preventDefault();
    trouble.textContent = '';
    try {
      const answer = await fetch(href('sign-in'), {
        method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ token: input.value }),
      });
      if (answer.ok) done();
      else trouble.textContent = (await answer.json()).detail;
    } catch {
      trouble.textContent = 'The server cannot be reached.';
    }
  };
  return h('form', { class: 'token-form', onsubmit: send },
    field('API token', input), h('button', { class: 'primary' }, 'Sign in'), trouble);
}
