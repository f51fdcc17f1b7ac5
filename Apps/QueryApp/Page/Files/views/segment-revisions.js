// The definitions of a segment, the newest first, each with what it changed.
import { h, show, drawAgain } from '../lib/dom.js';
import { get, put, read, query } from '../lib/api.js';
import { whileShown } from '../lib/live.js';
import { timeAgo } from '../lib/format.js';
import { differences } from '../components/differences.js';
import { confirm, tell, toast } from '../components/dialog.js';

/** @param {EventTarget} news sends "definition" when there is a newer one. */
export async function revisionsPart(segment, news) {
  const list = h('ol', { class: 'revisions' });
  const more = h('button', { type: 'button', hidden: true, onclick: () => load() }, 'Show more');
  let revisions = [];
  let cursor = null;

  async function load(start = cursor) {
    let page;
    try {
      page = await get(`segments/${segment.id}/revisions?${query({ limit: 20, cursor: start })}`);
    } catch (error) {
      if (error.status !== 410) throw error;
      // The list stood for too long to go on from there: its beginning is read anew.
      revisions = [];
      await load(null);
      return;
    }
    revisions = [...revisions, ...page.data];
    cursor = page.nextCursor;
    more.hidden = !cursor;
    drawAgain(list, draw);
  }

  /** The newest again; those further down that are shown stay. */
  async function loadNewest() {
    const page = await get(`segments/${segment.id}/revisions?limit=20`);
    const last = page.data.at(-1)?.revision ?? 0;
    const rest = revisions.filter((one) => one.revision < last);
    const isWhole = rest.length > 0 && rest[0].revision === last - 1;
    revisions = [...page.data, ...(isWhole ? rest : [])];
    if (!isWhole) cursor = page.nextCursor;
    more.hidden = !cursor;
    drawAgain(list, draw);
  }

  function draw() {
    show(list, revisions.map((revision, n) => {
      const before = revisions[n + 1];
      return h('li', {},
        h('div', { class: 'part-head' },
          h('h3', { tabindex: '-1' }, `Revision ${revision.revision}`, n ? null : h('span', { class: 'badge ready' }, 'present')),
          n ? h('button', { type: 'button', class: 'small', onclick: () => restore(revision) }, 'Take this one again') : null),
        h('p', { class: 'quiet' }, timeAgo(revision.at), revision.by ? ` by ${revision.by}` : ''),
        before ? differences(before.definition, revision.definition)
          : cursor ? null : h('p', { class: 'quiet' }, 'The first one.'));
    }));
  }

  async function restore(revision) {
    if (!(await confirm('Take this revision again?', `The segment is then as it was in revision ${revision.revision}; the present one stays in this list.`, 'Take it'))) return;
    const { etag } = await read(`segments/${segment.id}`);
    try {
      await put(`segments/${segment.id}`, revision.definition, etag);
      toast(`Revision ${revision.revision} is the present one again.`);
      await loadNewest();
      list.querySelector('h3').focus();
    } catch (error) {
      await tell('Not taken', error.message);
    }
  }

  await load();
  whileShown(list, news, 'definition', loadNewest);
  return h('section', { class: 'part' }, h('div', { class: 'part-head' }, h('h2', {}, 'Revisions')), list, more);
}
