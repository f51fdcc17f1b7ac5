// All segments: by content type, sub-segments under their parents, each with its live count.
import { h, icon, show, arrange, debounced, drawAgain } from '../lib/dom.js';
import { href } from '../lib/paths.js';
import { allSegments } from '../lib/segments.js';
import { live, whileShown } from '../lib/live.js';
import { connection } from '../lib/connection.js';
import { contentTypes, plural, count } from '../lib/format.js';
import { keep, kept, setQuery } from '../app/router.js';
import { segmentRow } from './segment-row.js';

/** Rows that are drawn at once; thousands would make typing slow. */
const BATCH = 200;

export async function segmentsView(_, address) {
  let type = address.get('type') ?? '';
  let words = address.get('search') ?? '';
  let segments = [];
  let drawn = kept().drawn ?? BATCH;
  let loads = 0;
  /** The rows made so far, by segment. */
  const made = new Map();
  const heading = head();
  const table = h('div', { class: 'segments', role: 'table', 'aria-label': 'Segments' });
  const none = h('div', { class: 'empty', hidden: true }, h('p', {}),
    h('button', { type: 'button', onclick: clear }, 'Show all segments'));
  const summary = h('p', { class: 'quiet', role: 'status' });
  const more = h('button', { type: 'button', hidden: true, onclick: () => { reach(drawn + BATCH * 5); draw(); } }, 'Show more');
  const tabs = h('div', { class: 'tabs', role: 'group', 'aria-label': 'Content type' });
  const search = h('input', {
    type: 'search', placeholder: 'Search segments', 'aria-label': 'Search segments', value: words,
    oninput: debounced(80, () => { words = search.value; reach(BATCH); remember(); draw(); }),
  });

  /** So many rows are drawn, again when this list is gone back to. */
  function reach(rows) {
    drawn = rows;
    keep({ drawn });
  }

  const remember = () => setQuery({ type, search: words });

  function choose(next) {
    type = next;
    reach(BATCH);
    remember();
    draw();
  }

  function clear() {
    words = '';
    search.value = '';
    choose('');
    search.focus();
  }

  function draw() {
    const present = Object.keys(contentTypes).filter((key) => segments.some((segment) => segment.contentType === key));
    drawAgain(tabs, () => show(tabs, ['', ...present].map((key) => h('button', {
      type: 'button', 'aria-pressed': String(type === key), onclick: () => choose(key),
    }, key ? contentTypes[key].title : 'All', h('small', {},
      count(segments.filter((segment) => !key || segment.contentType === key).length))))));
    const rows = tree(segments.filter(fits));
    drawAgain(table, () => {
      if (segments.length) arrange(table, rows.length ? [heading, ...rows.slice(0, drawn).map(rowOf)] : []);
      else show(table, nothing());
    }, body.querySelector('.view-head .button'));
    table.hidden = segments.length > 0 && rows.length === 0;
    none.hidden = !table.hidden;
    none.firstChild.textContent = `No segment${type ? ` of the type ${contentTypes[type].title}` : ''} is found${words.trim() ? ` for “${words.trim()}”` : ''}.`;
    more.hidden = rows.length <= drawn;
    more.textContent = `Show more of ${count(rows.length)}`;
    summary.textContent = words || type ? plural(rows.length, 'segment') : '';
  }

  /** A row that would say the same is kept: to make thousands anew would hold up the next click. */
  function rowOf([segment, depth]) {
    const face = JSON.stringify([depth, segment.revision, segment.updatedAt, segment.words, segment.usedBy]);
    if (made.get(segment.id)?.face !== face) made.set(segment.id, { face, row: segmentRow(segment, depth, load) });
    return made.get(segment.id).row;
  }

  const fits = (segment) => (!type || segment.contentType === type)
    && words.toLowerCase().split(/\s+/).every((word) => `${segment.name} ${segment.description ?? ''}`.toLowerCase().includes(word));

  /**
   * The first that come are shown at once, the others when all are there; of two that overlap the one begun last is shown.
   * @param {function} onfirst called when something is shown.
   */
  async function load(onfirst = () => {}) {
    loads += 1;
    const turn = loads;
    let isFirst = segments.length === 0;
    const found = await allSegments((part) => {
      if (!isFirst || turn !== loads) return;
      isFirst = false;
      segments = inOrder(part);
      draw();
      onfirst();
    });
    if (turn === loads && isChoosing()) again();
    else if (turn === loads) {
      segments = inOrder(found);
      draw();
    }
    onfirst();
  }

  /** A menu of a row is open, which would go with the row. */
  const isChoosing = () => table.querySelector('[role=menu]:not([hidden])') !== null;

  const body = h('div', { class: 'view' },
    h('div', { class: 'view-head' },
      h('h1', {}, 'Segments'),
      h('a', { class: 'button primary', href: href('/segments/new') }, icon('plus'), 'New segment')),
    h('div', { class: 'toolbar' }, tabs, search),
    summary, table, none, more);
  const again = debounced(150, () => (isChoosing() ? again() : load()));
  whileShown(body, live, 'definitions', again);
  whileShown(body, connection, 'back', () => {
    // What a row could not read is read again.
    made.clear();
    again();
  });
  let isShown = false;
  await new Promise((shown, refused) => {
    const tell = () => { isShown = true; shown(); };
    load(tell).catch((error) => { if (isShown) throw error; refused(error); });
  });
  return { title: 'Segments', body };
}

const head = () => h('div', { class: 'segments-head', role: 'row' },
  ['Name', 'Last 30 days', 'Count', 'Share', ''].map((title) => h('span', { role: 'columnheader' }, title || h('span', { class: 'unseen' }, 'Actions'))));

const nothing = () => h('div', { class: 'empty' },
  h('h2', {}, 'No segments yet'),
  h('p', {}, 'A segment is a smaller group of your contacts or companies, defined by filters. Its count is always right.'),
  h('a', { class: 'button primary', href: href('/segments/new') }, 'Make the first one'));

const names = new Intl.Collator('en', { sensitivity: 'base', numeric: true });
const inOrder = (segments) => [...segments].sort((one, other) => names.compare(one.name, other.name));

/** [segment, depth]: children below their parents, as far as these are shown; else in the order given. */
function tree(shown) {
  const here = new Set(shown.map((segment) => segment.id));
  const children = new Map();
  for (const segment of shown) {
    const parent = here.has(segment.parent) ? segment.parent : null;
    if (children.has(parent)) children.get(parent).push(segment);
    else children.set(parent, [segment]);
  }
  const rows = [];
  const add = (parent, depth) => {
    for (const segment of children.get(parent) ?? []) {
      rows.push([segment, depth]);
      add(segment.id, depth + 1);
    }
  };
  add(null, 0);
  return rows;
}
