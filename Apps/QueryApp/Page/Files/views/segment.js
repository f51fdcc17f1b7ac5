// A segment: its count, what it asks for, and behind tabs its history, members, explanation, revisions and the rest.
import { h, icon, show } from '../lib/dom.js';
import { href } from '../lib/paths.js';
import { get, ApiError } from '../lib/api.js';
import { live, whileShown } from '../lib/live.js';
import { contentTypes } from '../lib/format.js';
import { go } from '../app/router.js';
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
  const parent = segment.parent ? await get(`segments/${segment.parent}`).catch(() => null) : null;

  function drawHead() {
    show(head,
      h('div', { class: 'view-head' },
        h('h1', {}, dot(segment.color), segment.name),
        h('div', { class: 'actions' },
          h('a', { class: 'button', href: href(`/segments/${id}/edit`) }, icon('edit'), 'Edit'),
          menu('More actions', [
            ['Duplicate', () => go(`/segments/new?copy=${id}`), { icon: 'copy' }],
            ['New sub-segment', () => go(`/segments/new?parent=${id}`), { icon: 'plus' }],
            ['Export as CSV', () => download('csv'), { icon: 'download' }],
            ['Export as NDJSON', () => download('ndjson'), { icon: 'download' }],
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

  function download(format) {
    const link = h('a', { href: href(`/api/v1/segments/${id}/export?format=${format}`), download: `${segment.name}.${format}` });
    document.body.append(link);
    link.click();
    link.remove();
  }

  drawHead();
  const people = segment.contentType !== 'company';
  const now = () => segment;
  const body = h('div', { class: 'view' }, head, tabs('Parts of the segment', [
    ['history', 'History', () => historyPart(segment)],
    ['members', 'Members', () => membersPart(segment)],
    ['why', 'Why?', () => explainPart(segment, address.get('of'))],
    ['revisions', 'Revisions', () => revisionsPart(segment)],
    ...(people ? [['exceptions', 'Exceptions', () => exceptionsPart(now, reload)]] : []),
    ['webhooks', 'Webhooks', () => webhooksPart(segment)],
  ], address.get('tab')));

  async function reload() {
    try {
      segment = await get(`segments/${id}`);
      drawHead();
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 404) throw error;
      show(body, h('h1', {}, segment.name), h('p', {}, 'This segment was deleted.'), h('a', { href: href('/segments') }, 'To the segments'));
    }
  }
  whileShown(body, live, 'definitions', reload);
  return { title: segment.name, body };
}
