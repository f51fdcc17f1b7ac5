// A table of contacts or companies, page by page, searched, with the columns that are wanted.
import { h, show, columnTitles, debounced, drawAgain } from '../lib/dom.js';
import { href } from '../lib/paths.js';
import { get, query, ApiError } from '../lib/api.js';
import { connection } from '../lib/connection.js';
import { whileShown } from '../lib/live.js';
import { nameOf, value, timeAgo } from '../lib/format.js';
import { keep, kept } from '../app/router.js';
import { titleOf } from '../builder/catalog.js';

const PAGE = 50;
/** What the server gives in one answer at most. */
const MOST = 1000;
/** A search that finds few goes on by itself through so many short pages. */
const SHORT_PAGES = 20;
const FIRST = { contacts: ['primaryEmail', 'state', 'country', 'lastSeenAt'], companies: ['industry', 'plan', 'size', 'createdAt'] };

/**
 * @param {string} kind "contacts" or "companies".
 * @param {function} asked () => further parameters of the list, as {segment, state}.
 * @param {function} action element at the end of a row, of a profile.
 * @param {function} nobody () => what is said of a list without anybody in it that is not searched.
 * @param {string} words what is searched for at first; `onsearch` is told of what is searched for later.
 */
export function profilesTable(kind, asked, { action, nobody = () => 'Nobody yet.', words = '', onsearch = () => {} } = {}) {
  const memory = `strata columns ${kind}`;
  let columns = remembered(memory) ?? FIRST[kind];
  let rows = [];
  let cursor = null;
  let turn = 0;
  let names = '';
  /** More than the first page is shown, or was asked for. */
  let isPaged = false;
  /** So many rows were shown when this list was left that is gone back to. */
  let before = Math.min(kept().rows ?? 0, MOST);
  /** What could not be read without a connection: "new" for the list from its beginning, "more" for a page more. */
  let owed = null;
  const table = h('table', { class: 'profiles stack' });
  const state = h('p', { class: 'quiet', role: 'status' });
  const more = h('button', { type: 'button', hidden: true, onclick: () => load(false) }, 'Show more');
  const box = h('input', {
    type: 'search', placeholder: `Search ${kind}: name, email, id`, 'aria-label': `Search ${kind}`, value: words,
    oninput: debounced(250, () => {
      if (whole.isConnected) onsearch(box.value.trim());
      load(true);
    }),
  });
  const moved = h('p', { class: 'notice', role: 'status', hidden: true });
  const choice = h('details', {
    class: 'columns',
    onkeydown: (event) => {
      if (event.key !== 'Escape') return;
      choice.open = false;
      choice.querySelector('summary').focus();
    },
    onfocusout: (event) => { if (event.relatedTarget && !choice.contains(event.relatedTarget)) choice.open = false; },
    ontoggle: () => {
      const change = choice.open ? 'addEventListener' : 'removeEventListener';
      document[change]('pointerdown', closeColumns);
    },
  });
  function closeColumns(event) { if (!choice.contains(event.target)) choice.open = false; }

  /**
   * @param {string} note what is said beside the rows once they are there.
   * @param {boolean} isQuiet nobody has asked: nothing is said before.
   */
  async function load(isNew, { note = '', isQuiet = false } = {}) {
    const mine = (turn += 1);
    owed = null;
    if (!isQuiet) say('Looking…');
    try {
      const [found, next] = await pages(isNew ? [] : rows, isNew ? null : cursor, () => mine === turn);
      if (mine !== turn) return;
      [rows, cursor, isPaged] = [found, next, !isNew || before > PAGE];
      before = 0;
      if (whole.isConnected) keep({ rows: isPaged ? rows.length : 0 });
      if (isNew) moved.hidden = true;
      say(rows.length ? note : box.value.trim() ? notFound() : nobody());
    } catch (error) {
      if (mine !== turn) return;
      if (!(error instanceof ApiError)) throw error;
      if (error.status === 410 && !isNew) {
        await load(true, { note: 'The list stood for too long to go on from there: this is its beginning as it is now.' });
        return;
      }
      refuse(error, isNew);
    }
    if (!cursor && document.activeElement === more) table.parentElement.focus();
    more.hidden = !cursor;
    drawChoice();
    drawAgain(table, draw);
  }

  /** Rows with those of further pages, and where the next one begins. */
  async function pages(those, start, isWanted) {
    let [found, next] = [those, start];
    for (let n = 0; n < SHORT_PAGES && isWanted(); n += 1) {
      const page = await get(`${kind}?${query({ ...asked(), search: box.value.trim(), limit: Math.max(PAGE, before), cursor: next })}`);
      found = [...found, ...page.data];
      next = page.nextCursor;
      if (!next || found.length - those.length >= PAGE / 2) break;
    }
    return [found, next];
  }

  /** Rows that do not answer what is asked now are not left below it. */
  function refuse(error, isNew) {
    if (isNew) [rows, cursor] = [[], null];
    if (error.status === 0) owed = isNew ? 'new' : 'more';
    say(error.status === 0 ? 'Read as soon as the server can be reached again.'
      : error.errors.map((one) => `${one.pointer === '/search' ? 'The search ' : ''}${one.detail}`).join('; ') || error.message, true);
  }

  const notFound = () => [`Nobody is found for “${box.value.trim()}”. `, h('button', { type: 'button', class: 'small', onclick: clear }, 'Clear the search')];

  function clear() {
    box.value = '';
    box.focus();
    onsearch('');
    load(true);
  }

  function say(what, isMistake = false) {
    show(state, what);
    state.className = isMistake ? 'mistake' : 'quiet';
  }

  /** Those in the list have changed: read again, unless somebody has gone on in it, below whom nothing is to move. */
  function change() {
    if (!isPaged && !box.value) {
      load(true, { isQuiet: true });
      return;
    }
    if (!moved.hidden) return;
    moved.hidden = false;
    show(moved, 'The members have changed. ', h('button', { type: 'button', class: 'small', onclick: () => { box.focus(); load(true); } }, 'Read again'));
  }

  function drawChoice() {
    const all = [...new Set([...FIRST[kind], ...rows.flatMap((row) => Object.keys(row.properties))])].sort();
    if (names === all.join('\n')) return;
    names = all.join('\n');
    show(choice, h('summary', {}, 'Columns'), h('div', { class: 'columns-list' }, all.map((name) => h('label', { class: 'check' },
      h('input', { type: 'checkbox', checked: columns.includes(name), onchange: (event) => choose(name, event.target.checked) }), titleOf(name)))));
  }

  function draw() {
    show(table,
      columnTitles('Name', ...columns.map(titleOf), ...(action ? [''] : [])),
      h('tbody', {}, rows.map((row) => h('tr', {},
        h('th', { scope: 'row' }, h('a', { href: href(`/${kind}/${row.id}`) }, nameOf(row))),
        columns.map((name) => h('td', { data: { title: titleOf(name) } }, cell(row, name))),
        action ? h('td', { class: 'does' }, action(row)) : null))));
    table.hidden = rows.length === 0;
  }

  function choose(name, isWanted) {
    columns = isWanted ? [...columns, name] : columns.filter((one) => one !== name);
    try {
      localStorage.setItem(memory, JSON.stringify(columns));
    } catch { /* A browser that keeps nothing shows the usual columns next time. */ }
    draw();
  }

  const whole = h('div', { class: 'profiles-list' },
    h('div', { class: 'toolbar' }, box, choice), moved,
    h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': kind === 'contacts' ? 'Contacts' : 'Companies' }, table), state, more);
  whileShown(whole, connection, 'back', () => { if (owed) load(owed === 'new'); });
  return { whole, load: () => load(true), change };
}

function cell(row, name) {
  if (name === 'state' && row.state) return h('span', { class: `badge ${row.state}` }, row.state);
  const stored = row.properties[name];
  return name.endsWith('At') && typeof stored === 'string' ? timeAgo(stored) : stored === undefined ? '' : value(stored);
}

function remembered(key) {
  try {
    const columns = JSON.parse(localStorage.getItem(key));
    return Array.isArray(columns) && columns.every((name) => typeof name === 'string') ? columns : null;
  } catch {
    return null;
  }
}
