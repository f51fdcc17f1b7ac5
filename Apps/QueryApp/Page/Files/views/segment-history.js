// The size of a segment over time, with who entered and left.
import { h, show, drawAgain, paced } from '../lib/dom.js';
import { get, query } from '../lib/api.js';
import { connection } from '../lib/connection.js';
import { whileShown } from '../lib/live.js';
import { count } from '../lib/format.js';
import { historyChart } from '../components/chart.js';

const RANGES = { '48 hours': ['1h', 48], '30 days': ['1d', 30], '26 weeks': ['1w', 26], '24 months': ['1M', 24] };
const HOURS = { '1h': 1, '1d': 24, '1w': 168, '1M': 731 };

/** @param {EventTarget} news sends "members" when somebody has entered or left. */
export async function historyPart(segment, news) {
  const isYoung = Date.now() - new Date(segment.createdAt) < 3 * 86_400_000;
  const place = h('div');
  const sums = h('p', { class: 'quiet' });
  const reading = { from: null };
  let turn = 0;
  const select = h('select', {
    value: isYoung ? '48 hours' : '30 days', onchange: () => {
      reading.from = null;
      draw(true);
    },
  }, Object.keys(RANGES).map((title) => h('option', {}, title)));
  /** @param {boolean} isAsked another range was chosen: what it comes to is read out, as it is not when somebody enters. */
  async function draw(isAsked = false) {
    const mine = (turn += 1);
    const [step, steps] = RANGES[select.value];
    const from = new Date(Date.now() - steps * HOURS[step] * 3_600_000).toISOString();
    const history = await get(`segments/${segment.id}/history?${query({ step, from })}`);
    if (mine !== turn) return;
    const rows = history.data;
    const sum = (key) => rows.reduce((total, row) => total + (row[key] ?? 0), 0);
    const firstKnown = Math.max(rows.findIndex((row) => row.count !== null) - 1, 0);
    const shown = rows.slice(Math.min(firstKnown, Math.max(rows.length - 8, 0)));
    drawAgain(place, () => show(place, historyChart(shown, history.timeZone, reading)));
    sums.setAttribute('aria-live', isAsked ? 'polite' : 'off');
    sums.textContent = `${count(sum('entered'))} entered and ${count(sum('left'))} left in this time. Times in ${history.timeZone}.`;
  }
  await draw();
  const again = paced(1000, () => { if (place.isConnected) draw(); });
  whileShown(place, news, 'members', again);
  whileShown(place, news, 'definition', again);
  whileShown(place, connection, 'back', again);
  return h('section', { class: 'part' }, h('div', { class: 'part-head' }, h('h2', {}, 'Size over time'), h('label', {}, h('span', { class: 'unseen' }, 'Shown'), select)), place, sums);
}
