// Who is in a segment, all at one version.
import { h, icon } from '../lib/dom.js';
import { href } from '../lib/paths.js';
import { profilesTable } from '../components/profiles.js';

export async function membersPart(segment) {
  const kind = segment.contentType === 'company' ? 'companies' : 'contacts';
  const list = profilesTable(kind, () => ({ segment: segment.id }), {
    action: (row) => h('a', { class: 'quiet-link', href: href(`/segments/${segment.id}?tab=why&of=${row.id}`) }, 'Why?'),
  });
  const link = (format, title) => h('a', {
    class: 'button small', href: href(`/api/v1/segments/${segment.id}/export?format=${format}`), download: `${segment.id}.${format}`,
  }, icon('download'), title);
  await list.load();
  return h('section', { class: 'part' },
    h('div', { class: 'part-head' }, h('h2', {}, 'Members'), h('div', { class: 'actions' }, link('csv', 'CSV'), link('ndjson', 'NDJSON'))),
    list.whole);
}
