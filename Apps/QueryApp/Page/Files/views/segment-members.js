// Who is in a segment, all at one version.
import { h, icon, paced } from '../lib/dom.js';
import { href } from '../lib/paths.js';
import { exportMembers, exportPath } from '../lib/download.js';
import { whileShown } from '../lib/live.js';
import { nameOf } from '../lib/format.js';
import { setQuery } from '../app/router.js';
import { profilesTable } from '../components/profiles.js';

/**
 * @param {function} current () => the segment as it is now. `news` sends "members" when they have changed.
 * @param {string} words what is searched for at first.
 */
export async function membersPart(current, news, words) {
  const { id, contentType } = current();
  const kind = contentType === 'company' ? 'companies' : 'contacts';
  const list = profilesTable(kind, () => ({ segment: id }), {
    words, onsearch: (search) => setQuery({ search }),
    action: (row) => h('a', { class: 'quiet-link', 'aria-label': `Why? ${nameOf(row)}`, href: href(`/segments/${id}?tab=why&of=${row.id}`) }, 'Why?'),
  });
  const link = (format, title) => h('a', {
    class: 'button small', href: exportPath(id, format), download: `${id}.${format}`,
    onclick: (event) => {
      event.preventDefault();
      exportMembers(current(), format);
    },
  }, icon('download'), title);
  await list.load();
  whileShown(list.whole, news, 'members', paced(1000, () => { if (list.whole.isConnected) list.change(); }));
  return h('section', { class: 'part' },
    h('div', { class: 'part-head' }, h('h2', {}, 'Members'), h('div', { class: 'actions' }, link('csv', 'CSV'), link('ndjson', 'NDJSON'))),
    list.whole);
}
