// A contact or a company: what is known, what happened, and the segments it is in.
import { h, show, arrange, drawAgain, paced } from '../lib/dom.js';
import { href } from '../lib/paths.js';
import { all, get, query } from '../lib/api.js';
import { connection } from '../lib/connection.js';
import { live, whileShown } from '../lib/live.js';
import { nameOf, value, timeAgo, dateTime } from '../lib/format.js';
import { go, setTitle } from '../app/router.js';
import { dot } from '../components/colors.js';
import { basicNames, titleOf } from '../builder/catalog.js';

/** Between two readings that nobody has asked for, in milliseconds; whatever is counted may come from this profile. */
const PAUSE = 2000;

export async function profileView(kind, id) {
  const isCompany = kind === 'companies';
  const body = h('div', { class: 'view profile' });
  const timeline = events(kind, id);
  let profile;
  let drawn = '';
  let isGone = false;

  async function read() {
    profile = await get(`${kind}/${id}`);
    if (profile.mergedInto) return false;
    const [segments, related] = await Promise.all([
      all(`${kind}/${profile.id}/segments`), isCompany ? people(profile) : companies(profile), timeline.loadNewest(),
    ]);
    const face = JSON.stringify([profile, segments.map((one) => [one.id, one.name, one.color]), related]);
    if (face !== drawn) drawAgain(body, () => show(body, content(profile, segments, related)));
    drawn = face;
    return true;
  }

  const content = (now, segments, related) => {
    const basic = basicNames(isCompany);
    const entries = Object.entries(now.properties);
    return [
      h('div', { class: 'view-head' }, h('h1', {}, nameOf(now), now.state ? h('span', { class: `badge ${now.state}` }, now.state) : null),
        h('button', { type: 'button', class: 'small', onclick: again }, 'Look again')),
      h('p', { class: 'quiet ids' }, now.identities.map((identity) => h('span', {}, `${identity.type}: `, h('code', {}, identity.value)))),
      h('div', { class: 'profile-columns' },
        h('div', {},
          part('Basic information', values(entries.filter(([name]) => basic.has(name)), titleOf)),
          part('Custom properties', values(entries.filter(([name]) => !basic.has(name)), titleOf)),
          isCompany ? null : part('Tracked data', values(Object.entries(now.tracked), (name) => name))),
        h('div', {},
          part('Segments', segments.length ? h('ul', { class: 'chips' }, segments.map((segment) => h('li', {},
            h('a', { class: 'chip', href: href(`/segments/${segment.id}?tab=why&of=${now.id}`), title: 'Why?' }, dot(segment.color), segment.name))))
            : h('p', { class: 'quiet' }, 'In no segment.')),
          part(isCompany ? 'Contacts' : 'Companies', links(isCompany, related)),
          part('Events', timeline.whole))),
    ];
  };

  /** Reads again what is shown; one who is there no more is told so. */
  async function again() {
    if (isGone) return;
    try {
      if (!(await read())) await merged();
      else if (body.isConnected) setTitle(nameOf(profile));
    } catch (error) {
      if (error.status !== 404) throw error;
      isGone = true;
      const heading = h('h1', { tabindex: '-1' }, nameOf(profile));
      drawAgain(body, () => show(body, heading, h('p', { role: 'status' }, `This ${isCompany ? 'company' : 'contact'} was erased.`)), heading);
    }
  }
  const merged = async () => { if (profile.mergedInto) await go(`/contacts/${profile.mergedInto}`, { replace: true }); };

  if (!(await read())) {
    await merged();
    return { title: 'Merged', body: h('p', {}, 'This contact was merged into another.') };
  }
  const soon = paced(PAUSE, () => { if (body.isConnected && !document.hidden) again(); });
  for (const [target, type] of [[live, 'count'], [live, 'totals'], [live, 'definitions'], [connection, 'back']]) whileShown(body, target, type, soon);
  return { title: nameOf(profile), body };
}

const part = (title, content) => h('section', { class: 'card' }, h('h2', {}, title), content);

const values = (entries, title) => (entries.length
  ? h('dl', { class: 'values' }, entries.sort(([one], [other]) => one.localeCompare(other)).map(([name, stored]) => [
    h('dt', {}, title(name)),
    h('dd', { title: typeof stored === 'string' ? stored : null }, value(stored)),
  ])) : h('p', { class: 'quiet' }, 'Nothing yet.'));

/** Those that a profile is linked with: {found: [[id, name]], hasMore}. */
async function companies(contact) {
  const found = await Promise.all(contact.companies.map((id) => get(`companies/${id}`)));
  return { found: found.map((one) => [one.id, nameOf(one)]), hasMore: false };
}

async function people(company) {
  const { data, nextCursor } = await get(`companies/${company.id}/contacts?limit=50`);
  return { found: data.map((one) => [one.id, nameOf(one)]), hasMore: Boolean(nextCursor) };
}

function links(isCompany, { found, hasMore }) {
  if (!found.length) return h('p', { class: 'quiet' }, isCompany ? 'Nobody belongs to it.' : 'Belongs to no company.');
  return h('ul', { class: 'plain' }, found.map(([id, name]) => h('li', {}, h('a', { href: href(`/${isCompany ? 'contacts' : 'companies'}/${id}`) }, name))),
    hasMore ? h('li', { class: 'quiet' }, '… and more') : null);
}

/** The newest first; as many more as are wanted. */
function events(kind, id) {
  const list = h('ol', { class: 'timeline' });
  const more = h('button', { type: 'button', class: 'small', onclick: () => load() }, 'Earlier events');
  /** The rows shown, by event, in order. */
  let rows = new Map();
  let cursor = null;

  const read = (start) => get(`${kind}/${id}/events?${query({ limit: 20, cursor: start })}`);
  const rowsOf = (page) => page.data.map((event) => [event.id, rows.get(event.id) ?? eventRow(event)]);

  async function load() {
    let page;
    try {
      page = await read(cursor);
    } catch (error) {
      if (error.status !== 410) throw error;
      // The list stood for too long to go on from there: its beginning is read anew.
      rows.clear();
      page = await read(null);
    }
    draw([...rows, ...rowsOf(page)], page.nextCursor);
  }

  /** The newest again; those further down that are shown stay, unless there are more between than one page has. */
  async function loadNewest() {
    const page = await read(null);
    const isJoined = page.data.some((event) => rows.has(event.id));
    draw([...rowsOf(page), ...(isJoined ? rows : [])], isJoined ? cursor : page.nextCursor);
  }

  function draw(entries, next) {
    rows = new Map(entries);
    cursor = next;
    if (!cursor && document.activeElement === more) list.focus();
    more.hidden = !cursor;
    arrange(list, rows.size ? [...rows.values()] : [h('li', { class: 'quiet' }, 'No events yet.')]);
  }

  list.tabIndex = -1;
  return { whole: h('div', {}, list, more), loadNewest };
}

export function eventRow(event) {
  const attributes = Object.entries(event.attributes).filter(([name]) => !name.startsWith('context.'));
  return h('li', { title: dateTime(event.time) },
    h('div', { class: 'event-head' }, h('strong', {}, event.name), timeAgo(event.time),
      event.contact ? h('a', { href: href(`/contacts/${event.contact}`), 'aria-label': `contact of ${event.name}, ${dateTime(event.time)}` }, 'contact') : null),
    attributes.length ? h('div', { class: 'event-attributes' }, attributes.slice(0, 12).map(([name, stored]) => (
      h('span', {}, h('span', { class: 'quiet' }, `${name} `), value(stored))))) : null);
}
