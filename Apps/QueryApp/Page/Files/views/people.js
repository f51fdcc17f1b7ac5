// Customers, leads, everyone or companies, with "Filter by segments" at the side.
import { h, icon, show, debounced, drawAgain } from '../lib/dom.js';
import { href } from '../lib/paths.js';
import { allSegments } from '../lib/segments.js';
import { live, whileShown } from '../lib/live.js';
import { contentTypes, count } from '../lib/format.js';
import { setQuery } from '../app/router.js';
import { dot } from '../components/colors.js';
import { liveCount } from '../components/live-count.js';
import { profilesTable } from '../components/profiles.js';

const names = new Intl.Collator('en', { numeric: true });

/** Segments that the side shows at once. */
const SHOWN = 100;

export async function peopleView(type, address) {
  const isCompanies = type === 'company';
  const kind = isCompanies ? 'companies' : 'contacts';
  const state = ['customer', 'lead'].includes(type) ? type : null;
  let chosen = address.get('segment') ?? '';
  let segments = [];
  const nobody = () => (chosen ? `No ${contentTypes[type].one} is in this segment.`
    : ['Nobody yet. ', h('a', { href: href('/start') }, 'Get started'), ' shows how they come in by events; ',
      h('code', {}, `strata ${kind} import`), ' brings those of a file.']);
  const list = profilesTable(kind, () => ({ segment: chosen, state }), {
    nobody, words: address.get('search') ?? '', onsearch: (search) => setQuery({ search }),
  });
  const total = h('span', { class: 'quiet total' });
  const side = h('div', { class: 'segment-choice' });
  const find = h('input', { type: 'search', placeholder: 'Find a segment', 'aria-label': 'Find a segment', oninput: debounced(80, () => drawSide()) });

  function choose(id) {
    chosen = id;
    setQuery({ segment: chosen });
    drawSide();
    list.load();
  }

  /** A segment of all people counts others too than those that are listed here: it bears its type, not a number. */
  const mark = (segment) => (isCompanies || type === 'contact' || segment.contentType === type ? liveCount(segment)
    : h('small', { title: `Its count is of all contacts; those who are ${contentTypes[type].many} are listed.` }, contentTypes[segment.contentType].title));

  function drawSide() {
    const words = find.value.toLowerCase();
    const fitting = segments.filter((segment) => segment.name.toLowerCase().includes(words));
    const button = (id, content) => h('button', { type: 'button', 'aria-pressed': String(chosen === id), onclick: () => choose(id) }, content);
    drawAgain(side, () => show(side, button('', h('span', { class: 'name' }, `All ${contentTypes[type].many}`)),
      fitting.slice(0, SHOWN).map((segment) => button(segment.id, [dot(segment.color), h('span', { class: 'name', title: segment.name }, segment.name), mark(segment)])),
      fitting.length > SHOWN ? h('p', { class: 'hint' }, `${count(fitting.length - SHOWN)} more: type to find them`) : null,
      segments.length ? null : h('p', { class: 'hint' }, 'No segments yet.')));
    find.hidden = segments.length < 8;
  }

  async function readSegments() {
    const fits = (segment) => (isCompanies ? segment.contentType === 'company'
      : segment.contentType === type || segment.contentType === 'contact' || (type === 'contact' && segment.contentType !== 'company'));
    const take = (found) => {
      segments = found.filter(fits).sort((one, other) => names.compare(one.name, other.name));
      drawSide();
    };
    take(await allSegments(take));
  }

  const tellTotal = () => { total.textContent = live.totals ? count(live.totals[type]) : ''; };
  tellTotal();
  whileShown(side, live, 'definitions', debounced(150, readSegments));
  whileShown(side, live, 'totals', tellTotal);
  readSegments();
  await list.load();
  return {
    title: contentTypes[type].title,
    body: h('div', { class: 'view people' },
      h('div', { class: 'view-head' }, h('h1', {}, contentTypes[type].title, ' ', total),
        h('a', { class: 'button primary', href: href(`/segments/new?type=${type}`) }, icon('plus'), 'New segment')),
      h('div', { class: 'people-columns' },
        h('section', { class: 'people-side', 'aria-labelledby': 'filter-by' }, h('h2', { id: 'filter-by' }, 'Filter by segments'), find, side),
        h('section', { class: 'people-main', 'aria-label': contentTypes[type].title }, list.whole))),
  };
}
