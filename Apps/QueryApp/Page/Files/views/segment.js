// A segment: its count, what it asks for, and behind tabs its history, members, explanation, revisions and the rest.
import { h, icon, show, drawAgain } from '../lib/dom.js';
import { href } from '../lib/paths.js';
import { get, ApiError } from '../lib/api.js';
import { exportMembers } from '../lib/download.js';
import { live, whileShown } from '../lib/live.js';
import { contentTypes } from '../lib/format.js';
import { go, setQuery, setTitle } from '../app/router.js';
import { dot } from '../components/colors.js';
import { liveCount } from '../components/live-count.js';
import { menu } from '../components/menu.js';
import { tabs } from '../components/tabs.js';
import { deleteSegment } from './segment-row.js';
import { historyPart } from './segment-history.js';
import { membersPart } from './segment-members.js';
import { explainPart } from './segment-explain.js';
import { revisionsPart } from './segment-revisions.js';
import { exceptionsPart } from './segment-exceptions.js';
import { webhooksPart } from './segment-webhooks.js';

export async function segmentView({ id }, address) {
  let segment = await get(`segments/${id}`);
  const head = h('div', { class: 'segment-head' });
  const parentOf = ({ parent: one }) => (one ? get(`segments/${one}`).catch(() => null) : null);
  let parent = await parentOf(segment);
  /** Sends "members" when those in it may have changed, "definition" when `segment` is a newer revision. */
  const news = new EventTarget();

  function drawHead() {
    show(head,
      h('div', { class: 'view-head' },
        h('h1', {}, dot(segment.color), segment.name),
        h('div', { class: 'actions' },
          h('a', { class: 'button', href: href(`/segments/${id}/edit`) }, icon('edit'), 'Edit'),
          menu('More actions', [
            ['Duplicate', () => go(`/segments/new?copy=${id}`), { icon: 'copy' }],
            ['New sub-segment', () => go(`/segments/new?parent=${id}`), { icon: 'plus' }],
            ['Export as CSV', () => exportMembers(segment, 'csv'), { icon: 'download' }],
            ['Export as NDJSON', () => exportMembers(segment, 'ndjson'), { icon: 'download' }],
            ['Delete', () => deleteSegment(segment, () => go('/segments', { replace: true })), { icon: 'trash', danger: true }],
          ]))),
      segment.description ? h('p', { class: 'lede' }, segment.description) : null,
      h('div', { class: 'segment-summary' },
        h('div', { class: 'big-count' }, liveCount(segment, { withShare: true }),
          h('span', { class: 'quiet' }, `of all ${contentTypes[segment.contentType].many}`)),
        h('p', { class: 'words' }, segment.words)),
      parent ? h('p', { class: 'quiet' }, 'Sub-segment of ', h('a', { href: href(`/segments/${parent.id}`) }, parent.name)) : null,
      segment.usedBy.length ? h('p', { class: 'quiet' }, 'Used by ', segment.usedBy.map((user, n) => [n ? ', ' : '', h('a', { href: href(`/segments/${user.id}`) }, user.name)])) : null,
      segment.why ? h('p', { class: 'mistake' }, segment.why) : null,
      segment.warnings.length ? h('ul', { class: 'warnings' }, segment.warnings.map((warning) => h('li', {}, warning.detail))) : null);
  }

  drawHead();
  const people = segment.contentType !== 'company';
  const now = () => segment;
  const asked = (name) => new URLSearchParams(location.search).get(name);
  const body = h('div', { class: 'view' }, head, tabs('Parts of the segment', [
    ['history', 'History', () => historyPart(segment, news)],
    ['members', 'Members', () => membersPart(now, news, asked('search') ?? '')],
    ['why', 'Why?', () => explainPart(now, news, asked('of'), (of) => setQuery({ of }))],
    ['revisions', 'Revisions', () => revisionsPart(segment, news)],
    ...(people ? [['exceptions', 'Exceptions', () => exceptionsPart(now, news, reload)]] : []),
    ['webhooks', 'Webhooks', () => webhooksPart(segment)],
  ], address.get('tab'), ['of', 'search']));

  async function reload() {
    try {
      const before = segment;
      segment = await get(`segments/${id}`);
      parent = await parentOf(segment);
      drawAgain(head, drawHead);
      if (body.isConnected) setTitle(segment.name);
      if (segment.revision !== before.revision) news.dispatchEvent(new Event('definition'));
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 404) throw error;
      const heading = h('h1', { tabindex: '-1' }, segment.name);
      drawAgain(body, () => show(body, heading, h('p', {}, 'This segment was deleted.'), h('a', { href: href('/segments') }, 'To the segments')), heading);
    }
  }
  whileShown(body, live, 'definitions', reload);

  const standing = () => `${live.counts.get(id)?.version} ${live.counts.get(id)?.state}`;
  let seen = live.counts.has(id) ? standing() : null;
  whileShown(body, live, 'count', ({ detail }) => {
    if (detail !== id || seen === standing()) return;
    const { count, state } = live.counts.get(id);
    const isKnown = seen === null && count === segment.count && state === segment.state;
    seen = standing();
    if (!isKnown) news.dispatchEvent(new Event('members'));
  });
  return { title: segment.name, body };
}
