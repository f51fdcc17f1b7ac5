// The size of a segment over time, with who entered and left.
import { h, show } from '../lib/dom.js';
import { get, query } from '../lib/api.js';
import { count } from '../lib/format.js';
import { historyChart } from '../components/chart.js';

const RANGES = { '48 hours': ['1h', 48], '30 days': ['1d', 30], '26 weeks': ['1w', 26], '24 months': ['1M', 24] };
const HOURS = { '1h': 1, '1d': 24, '1w': 168, '1M': 731 };

export async function historyPart(segment) {
  const isYoung = Date.now() - new Date(segment.createdAt) < 3 * 86_400_000;
  const place = h('div', { 'aria-live': 'polite' });
  const select = h('select', { value: isYoung ? '48 hours' : '30 days', onchange: () => draw() },
    Object.keys(RANGES).map((title) => h('option', {}, title)));
  async function draw() {
    const [step, steps] = RANGES[select.value];
    const from = new Date(Date.now() - steps * HOURS[step] * 3_600_000).toISOString();
    const history = await get(`segments/${segment.id}/history?${query({ step, from })}`);
    const rows = history.data;
    const sum = (key) => rows.reduce((total, row) => total + (row[key] ?? 0), 0);
    const firstKnown = Math.max(rows.findIndex((row) => row.count !== null) - 1, 0);
    show(place, historyChart(rows.slice(Math.min(firstKnown, Math.max(rows.length - 8, 0)))),
      h('p', { class: 'quiet' }, `${count(sum('entered'))} entered and ${count(sum('left'))} left in this time. Times in ${history.timeZone}.`));
  }
  await draw();
  return h('section', { class: 'part' }, h('div', { class: 'part-head' }, h('h2', {}, 'Size over time'), h('label', {}, h('span', { class: 'unseen' }, 'Shown'), select)), place);
}
