// A segment in the list, and what can be done with it there.
import { h } from '../lib/dom.js';
import { href } from '../lib/paths.js';
import { get, remove, ApiError } from '../lib/api.js';
import { contentTypes } from '../lib/format.js';
import { go } from '../app/router.js';
import { dot } from '../components/colors.js';
import { liveCount } from '../components/live-count.js';
import { sparkline } from '../components/chart.js';
import { menu } from '../components/menu.js';
import { confirm, tell, toast } from '../components/dialog.js';

/** @param {function} onchange called when it has been deleted. */
export function segmentRow(segment, depth, onchange) {
  const spark = h('span', { class: 'spark-place', role: 'cell' });
  seen(spark, async () => {
    const history = await get(`segments/${segment.id}/history?step=1d`);
    spark.append(sparkline(history.data.map((step) => step.count)));
  });
  return h('div', { class: 'segment-row', role: 'row', data: { depth: String(Math.min(depth, 6)), segment: segment.id } },
    h('div', { class: 'segment-name', role: 'cell' },
      dot(segment.color),
      h('div', {},
        h('a', { href: href(`/segments/${segment.id}`) }, segment.name),
        h('small', {}, h('span', { class: 'type' }, contentTypes[segment.contentType].title), ' ',
          segment.description ?? segment.words.replace(/^[^:]*: /, '')))),
    spark,
    h('div', { class: 'segment-count', role: 'cell' }, liveCount(segment, { withShare: true })),
    h('div', { role: 'cell' }, menu(`Actions for ${segment.name}`, [
      ['Edit', () => go(`/segments/${segment.id}/edit`), { icon: 'edit' }],
      ['Duplicate', () => go(`/segments/new?copy=${segment.id}`), { icon: 'copy' }],
      ['New sub-segment', () => go(`/segments/new?parent=${segment.id}`), { icon: 'plus' }],
      ['Delete', () => deleteSegment(segment, onchange), { icon: 'trash', danger: true }],
    ])));
}

/** Asks, and deletes; a segment that others use stays, and it is said which those are. */
export async function deleteSegment(segment, done) {
  const users = (list) => h('ul', {}, list.map((user) => h('li', {}, h('a', { href: href(`/segments/${user.id}`) }, user.name))));
  const inUse = (list) => tell('It is in use', `“${segment.name}” cannot be deleted: these segments are made of it.`, users(list));
  if (segment.usedBy.length) return inUse(segment.usedBy);
  const isSure = await confirm('Delete the segment?',
    `“${segment.name}” with its history goes for good. The ${contentTypes[segment.contentType].many} in it stay.`, 'Delete',
    { danger: true });
  if (!isSure) return undefined;
  try {
    await remove(`segments/${segment.id}`, `"${segment.revision}"`);
    toast(`“${segment.name}” was deleted.`);
    return done();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.problem.usedBy) return inUse(error.problem.usedBy);
    return tell('Not deleted', error.status === 412 ? 'Somebody has changed it meanwhile. Look at it again first.' : error.message);
  }
}

const actions = new WeakMap();
/** In sight and not done yet. What goes out of sight before its turn waits until it is there again. */
const inSight = new Set();
const observer = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    if (isIntersecting) inSight.add(target);
    else inSight.delete(target);
  }
  work();
}, { rootMargin: '100px' });

/** Calls `action` once when the element comes into sight. */
function seen(element, action) {
  actions.set(element, action);
  observer.observe(element);
}

let isWorking = false;

/** One after the other, so that a long list leaves the server time for the rest. */
async function work() {
  if (isWorking) return;
  isWorking = true;
  for (const element of inSight) {
    inSight.delete(element);
    observer.unobserve(element);
    await actions.get(element)().catch(() => {});
  }
  isWorking = false;
}
