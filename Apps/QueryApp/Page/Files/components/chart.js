// Small charts in SVG: a line in a list, and the history of a segment.
import { h, svg, show } from '../lib/dom.js';
import { count, date, dateTime } from '../lib/format.js';

/** A line of sizes without axes; the words beside it tell the number. */
export function sparkline(values) {
  const known = values.filter((value) => value !== null);
  if (!known.length) return h('span', { class: 'spark' });
  if (known.length === 1) {
    return svg('svg', { class: 'spark', viewBox: '0 0 80 22', 'aria-hidden': 'true' }, svg('polyline', { points: '70,12 78,12' }));
  }
  const low = Math.min(...known);
  const span = Math.max(...known) - low || 1;
  const points = values.map((value, n) => (value === null ? null
    : `${((n / (values.length - 1)) * 76 + 2).toFixed(1)},${(20 - ((value - low) / span) * 16).toFixed(1)}`)).filter(Boolean);
  return svg('svg', { class: 'spark', viewBox: '0 0 80 22', 'aria-hidden': 'true' },
    svg('polyline', { points: points.join(' ') }));
}

/** In units of the drawing, which is as wide as its place; where that is narrow, words would be too small to read. */
const WIDE = 960;
const NARROW = 400;
const HEIGHT = 260;
const LEFT = 56;
const BOTTOM = 24;

/** Rounds up to 1, 2 or 5 times a power of ten. */
function niceStep(span, steps) {
  const rough = Math.max(span / steps, 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= rough);
}

/**
 * The size over time as a line, with entered and left as bars below and above the middle of each step. One step is read
 * out: that under the pointer, or to which the arrow keys have gone.
 * @param {string} zone the time zone of all times that are shown.
 * @param {object} read `from` of the step that is read out is kept there, for the next drawing; null for the last one.
 */
export function historyChart(rows, zone, read) {
  const known = rows.filter((row) => row.count !== null);
  if (!known.length) {
    return h('p', { class: 'quiet' }, 'The history begins with the first count.');
  }
  const isNarrow = innerWidth <= 560;
  const width = isNarrow ? NARROW : WIDE;
  const last = known.at(-1);
  const sizes = known.map((row) => row.count);
  const step = niceStep(Math.max(...sizes) - Math.min(...sizes), 4);
  const low = Math.max(0, Math.floor(Math.min(...sizes) / step) * step - (Math.min(...sizes) === Math.max(...sizes) ? step : 0));
  const high = Math.ceil((Math.max(...sizes) + 1e-9) / step) * step || 1;
  const x = (n) => LEFT + ((n + 0.5) / rows.length) * (width - LEFT - 8);
  const y = (size) => 12 + (1 - (size - low) / (high - low || 1)) * (HEIGHT - BOTTOM - 20);
  const moved = Math.max(1, ...rows.map((row) => Math.max(row.entered ?? 0, row.left ?? 0)));
  const bar = Math.max(2, ((width - LEFT) / rows.length) * 0.3);
  const tall = (value) => ((value ?? 0) / moved) * 48;
  const base = HEIGHT - BOTTOM;
  const lines = [];
  for (let size = low; size <= high; size += step) {
    lines.push(svg('line', { class: 'grid', x1: LEFT, x2: width - 8, y1: y(size), y2: y(size) }),
      svg('text', { x: LEFT - 8, y: y(size) + 4, 'text-anchor': 'end' }, count(size)));
  }
  const bars = rows.flatMap((row, n) => [
    svg('rect', { class: 'entered', x: x(n) - bar, y: base - tall(row.entered), width: bar - 0.5, height: tall(row.entered) }),
    svg('rect', { class: 'left', x: x(n) + 0.5, y: base - tall(row.left), width: bar - 0.5, height: tall(row.left) }),
  ]);
  const every = Math.ceil(rows.length / (isNarrow ? 4 : 8));
  const isHours = rows.length > 1 && new Date(rows[1].from) - new Date(rows[0].from) < 86_400_000;
  const titleOf = (from) => (isHours ? dateTime(from, zone).slice(-5) : date(from, zone).replace(/,? \d{4}$/, ''));
  const days = rows.map((row, n) => (n % every ? null
    : svg('text', { x: x(n), y: HEIGHT - 6, 'text-anchor': 'middle' }, titleOf(row.from))));
  const points = rows.map((row, n) => (row.count === null ? null : `${x(n).toFixed(1)},${y(row.count).toFixed(1)}`)).filter(Boolean);
  const reading = h('p', { class: 'chart-reading', 'aria-hidden': 'true' });
  const areas = rows.map((row, n) => svg('rect', {
    class: 'reach', x: LEFT + (n / rows.length) * (width - LEFT - 8), y: 0, width: (width - LEFT - 8) / rows.length, height: base,
    onpointerenter: () => tell(n),
  }));
  // A slider, so that screen readers leave the arrow keys to it and say what it has come to.
  const drawing = svg('svg', {
    viewBox: `0 0 ${width} ${HEIGHT}`, role: 'slider', tabindex: '0', 'aria-valuemin': 1, 'aria-valuemax': rows.length,
    'aria-label': `From ${count(known[0].count)} members on ${date(known[0].to, zone)} to ${count(last.count)} on ${date(last.to, zone)}. Step`,
    onpointerleave: () => tell(rows.indexOf(last)),
    onkeydown: (event) => {
      const steps = { ArrowLeft: at - 1, ArrowDown: at - 1, ArrowRight: at + 1, ArrowUp: at + 1, Home: 0, End: rows.length - 1 };
      if (!(event.key in steps)) return;
      event.preventDefault();
      tell(Math.min(Math.max(steps[event.key], 0), rows.length - 1));
    },
  }, lines, bars, svg('polyline', { class: 'size', points: points.join(' ') }),
  svg('circle', { class: 'now', cx: x(rows.lastIndexOf(last)), cy: y(last.count), r: 4 }), days, areas);
  let at = 0;
  function tell(n) {
    const row = rows[n];
    areas[at].classList.remove('read');
    at = n;
    read.from = row === last ? null : row.from;
    if (row !== last) areas[n].classList.add('read');
    const moves = ` members, ${count(row.entered)} entered, ${count(row.left)} left`;
    show(reading, dateTime(row.to, zone), ': ', h('strong', {}, count(row.count)), moves);
    drawing.setAttribute('aria-valuenow', n + 1);
    drawing.setAttribute('aria-valuetext', reading.textContent);
  }
  const kept = rows.findIndex((row) => row.from === read.from);
  tell(kept < 0 ? rows.indexOf(last) : kept);
  return h('figure', { class: 'chart' }, drawing,
    h('figcaption', {}, reading, h('span', { class: 'legend' },
      h('span', { class: 'key size' }, 'members'), h('span', { class: 'key entered' }, 'entered'), h('span', { class: 'key left' }, 'left'))));
}
