// A contact or a company: what is known, what happened, and the segments it is in.
import { h, show } from '../lib/dom.js';
import { href } from '../lib/paths.js';
import { all, get, query } from '../lib/api.js';
import { live, whileShown } from '../lib/live.js';
import { nameOf, value, timeAgo, dateTime } from '../lib/format.js';
import { go } from '../app/router.js';
import { dot } from '../components/colors.js';
import { basicNames, titleOf } from '../builder/catalog.js';

export async function profileView(kind, id) {
  const isCompany = kind === 'companies';
  const profile = await get(`${kind}/${id}`);
  if (profile.mergedInto) {
    await go(`/contacts/${profile.mergedInto}`, { replace: true });
    return { title: 'Merged', body: h('p', {}, 'This contact was merged into another.') };
  }
  const basic = basicNames(isCompany);
  const entries = Object.entries(profile.properties);
  const segmentsPlace = h('div');
  const drawSegments = async () => {
    const segments = await all(`${kind}/${profile.id}/segments`);
    show(segmentsPlace, segments.length ? h('ul', { class: 'chips' }, segments.map((segment) => h('li', {},
      h('a', { class: 'chip', href: href(`/segments/${segment.id}?tab=why&of=${profile.id}`), title: 'Why?' }, dot(segment.color), segment.name))))
      : h('p', { class: 'quiet' }, 'In no segment.'));
  };
  const related = isCompany ? await people(profile) : await companies(profile);
  await drawSegments();
  whileShown(segmentsPlace, live, 'definitions', drawSegments);
  return {
    title: nameOf(profile),
    body: h('div', { class: 'view profile' },
      h('div', { class: 'view-head' }, h('h1', {}, nameOf(profile), profile.state ? h('span', { class: `badge ${profile.state}` }, profile.state) : null)),
      h('p', { class: 'quiet ids' }, profile.identities.map((identity) => h('span', {}, `${identity.type}: `, h('code', {}, identity.value)))),
      h('div', { class: 'profile-columns' },
        h('div', {},
          part('Basic information', values(entries.filter(([name]) => basic.has(name)), titleOf)),
          part('Custom properties', values(entries.filter(([name]) => !basic.has(name)), titleOf)),
          isCompany ? null : part('Tracked data', values(Object.entries(profile.tracked), (name) => name))),
        h('div', {},
          part('Segments', segmentsPlace),
          part(isCompany ? 'Contacts' : 'Companies', related),
          part('Events', await events(kind, profile.id))))),
  };
}

const part = (title, content) => h('section', { class: 'card' }, h('h2', {}, title), content);

const values = (entries, title) => (entries.length
  ? h('dl', { class: 'values' }, entries.sort(([one], [other]) => one.localeCompare(other)).map(([name, stored]) => [
    h('dt', {}, title(name)),
    h('dd', { title: typeof stored === 'string' ? stored : null }, value(stored)),
  ])) : h('p', { class: 'quiet' }, 'Nothing yet.'));

async function companies(contact) {
  const found = await Promise.all(contact.companies.map((id) => get(`companies/${id}`)));
  return found.length ? h('ul', { class: 'plain' }, found.map((company) => h('li', {}, h('a', { href: href(`/companies/${company.id}`) }, nameOf(company)))))
    : h('p', { class: 'quiet' }, 'Belongs to no company.');
}

async function people(company) {
  const { data, nextCursor } = await get(`companies/${company.id}/contacts?limit=50`);
  return data.length ? h('ul', { class: 'plain' }, data.map((contact) => h('li', {}, h('a', { href: href(`/contacts/${contact.id}`) }, nameOf(contact)))),
    nextCursor ? h('li', { class: 'quiet' }, '… and more') : null) : h('p', { class: 'quiet' }, 'Nobody belongs to it.');
}

/** The newest first; as many more as are wanted. */
async function events(kind, id) {
  const list = h('ol', { class: 'timeline' });
  const more = h('button', { type: 'button', class: 'small', onclick: () => load() }, 'Earlier events');
  let cursor = null;
  async function load() {
    const page = await get(`${kind}/${id}/events?${query({ limit: 20, cursor })}`);
    cursor = page.nextCursor;
    more.hidden = !cursor;
    list.append(...page.data.map(eventRow));
    if (!list.childElementCount) show(list, h('li', { class: 'quiet' }, 'No events yet.'));
  }
  await load();
  return h('div', {}, list, more);
}

export function eventRow(event) {
  const attributes = Object.entries(event.attributes).filter(([name]) => !name.startsWith('context.'));
  return h('li', { title: dateTime(event.time) },
    h('div', { class: 'event-head' }, h('strong', {}, event.name), timeAgo(event.time),
      event.contact ? h('a', { href: href(`/contacts/${event.contact}`) }, 'contact') : null),
    attributes.length ? h('div', { class: 'event-attributes' }, attributes.slice(0, 12).map(([name, stored]) => (
      h('span', {}, h('span', { class: 'quiet' }, `${name} `), value(stored))))) : null);
}
