// What a sign-in may not do: the scope that is missing, and how to get one that has it.
import { h } from '../lib/dom.js';
import { href } from '../lib/paths.js';

/** @param {ApiError} error a refusal with the status 403, which names the scope. */
export const lacking = (error) => h('p', { class: 'notice' }, `${error.message} This sign-in does not have it: `,
  // Not a place of this page: the browser is to load it.
  h('a', { href: href('/sign-in'), target: '_self' }, 'sign in'), ' with an API token that does.');
