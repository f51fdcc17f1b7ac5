// A table of contacts or companies, page by page, searched, with the columns that are wanted.
import { h, show, debounced } from '../lib/dom.js';
import { href } from '../lib/paths.js';
import { get, query } from '../lib/api.js';
import { nameOf, value, timeAgo } from '../lib/format.js';
import { titleOf } from '../builder/catalog.js';

const PAGE = 50;
/** A search that finds few goes on by itself through so many short pages. */
const SHORT_PAGES = 20;
const FIRST = { contacts: ['primaryEmail', 'state', 'country', 'lastSeenAt'], companies: ['industry', 'plan', 'size', 'createdAt'] };

/**
 * @param {string} kind "contacts" or "companies".
 * @param {function} asked () => further parameters of the list, as {segment, state}.
 * @param {function} action element at the end of a row, of a profile.
 */
export function profilesTable(kind, asked, { action, search = true } = {}) {
  const memory = `strata columns ${kind}`;
  let columns = remembered(memory) ?? FIRST[kind];
  let rows = [];
  let cursor = null;
  let turn = 0;
  const table = h('table', { class: 'profiles stack' });
  const state = h('p', { class: 'quiet', role: 'status' });
  const more = h('button', { type: 'button', hidden: true, onclick: () => load(false) }, 'Show more');
  const box = h('input', {
    type: 'search', placeholder: `Search ${kind}: name, email, id`, 'aria-label': `Search ${kind}`, oninput: debounced(250, () => load(true)),
  });
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

  async function load(isNew) {
    const mine = (turn += 1);
    if (isNew) cursor = null;
    let found = isNew ? [] : rows;
    more.disabled = true;
    state.textContent = 'Looking…';
    const before = found.length;
    for (let n = 0; n < SHORT_PAGES; n += 1) {
      const page = await get(`${kind}?${query({ ...asked(), search: box.value.trim(), limit: PAGE, cursor })}`);
      if (mine !== turn) return;
      found = [...found, ...page.data];
      cursor = page.nextCursor;
      if (!cursor || found.length - before >= PAGE / 2) break;
    }
    rows = found;
    more.disabled = false;
    more.hidden = !cursor;
    state.textContent = rows.length ? '' : box.value ? 'Nobody found.' : 'Nobody yet.';
    drawChoice();
    draw();
  }

  function drawChoice() {
    const names = [...new Set([...FIRST[kind], ...rows.flatMap((row) => Object.keys(row.properties))])].sort();
    show(choice, h('summary', {}, 'Columns'), h('div', { class: 'columns-list' }, names.map((name) => h('label', { class: 'check' },
      h('input', { type: 'checkbox', checked: columns.includes(name), onchange: (event) => choose(name, event.target.checked) }), titleOf(name)))));
  }

  function draw() {
    show(table,
      h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Name'), columns.map((name) => h('th', { scope: 'col' }, titleOf(name))),
        action ? h('th', {}, h('span', { class: 'unseen' }, 'Actions')) : null)),
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
    h('div', { class: 'toolbar' }, search ? box : null, choice),
    h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': kind === 'contacts' ? 'Contacts' : 'Companies' }, table), state, more);
  return { whole, load: () => load(true) };
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
