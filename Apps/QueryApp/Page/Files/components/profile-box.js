// A field that finds a contact or a company: what the server finds for what is typed, and nobody else, is offered.
import { debounced } from '../lib/dom.js';
import { get, query, ApiError } from '../lib/api.js';
import { nameOf } from '../lib/format.js';
import { combobox } from './combobox.js';

const MOST = 10;
/** Letters from which on it is worth looking, and for how long somebody is still typing, in milliseconds. */
const [SHORTEST, WAIT] = [2, 150];

/**
 * The combobox. Its `chosen()` is the id of who was taken, or who alone was found, else what is typed: an id or
 * `email:a@example.com` names somebody too. `name(text)` shows that text without looking for it, `clear()` none.
 * @param {string} kind "contacts" or "companies".
 * @param {function} onchoose called with the id of who was taken; `onnobody` with why nobody is offered.
 */
export function profileBox(kind, { id, label, onchoose = () => {}, onnobody = () => {} }) {
  let found = [];
  let chosen = null;
  let note = '';
  let turn = 0;
  let isLooking = false;

  const option = (profile) => ({
    value: profile.id, label: nameOf(profile), hint: profile.properties.primaryEmail ?? '',
  });
  const stands = (text) => (one) => `${one.label} ${one.hint} ${one.value}`.toLowerCase().includes(text.toLowerCase());

  function typed(value) {
    const taken = found.find((one) => one.value === value);
    turn += 1;
    chosen = taken ? value : null;
    isLooking = false;
    if (taken) {
      onchoose(value);
      return;
    }
    const text = value.trim();
    // Until the answer is there those of the last one stay in whom this stands too.
    found = text.length < SHORTEST ? [] : found.filter(stands(text));
    isLooking = text.length >= SHORTEST;
    note = isLooking ? 'Looking…' : '';
    if (isLooking) look(text, turn);
  }

  const look = debounced(WAIT, async (text, mine) => {
    if (mine !== turn) return;
    try {
      const page = await get(`${kind}?${query({ search: text, limit: MOST })}`);
      if (mine !== turn) return;
      found = page.data.map(option);
      note = page.nextCursor && !found.length ? 'Nobody found yet: type more of it.' : 'Nobody found.';
    } catch (error) {
      if (mine !== turn) return;
      if (!(error instanceof ApiError)) throw error;
      [found, note] = [[], error.errors.map((one) => one.detail).join('; ') || error.message];
    }
    isLooking = false;
    if (found.length === 1 && found[0].value === text) {
      box.input.value = found[0].label;
      typed(text);
      return;
    }
    if (!found.length) onnobody(note);
    box.refresh();
  });

  const box = combobox({
    id, label, free: true, placeholder: 'Name, email or id', onchange: typed, options: () => found, without: () => note,
  });
  return Object.assign(box, {
    chosen: () => chosen ?? (found.length === 1 && !isLooking ? found[0].value : box.input.value.trim()),
    name: (text) => { box.input.value = text; },
    clear: () => {
      box.input.value = '';
      typed('');
    },
  });
}
