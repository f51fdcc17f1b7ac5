// <strata-count segment="seg_…">: the count of a segment as it is now.
import { h, show } from '../lib/dom.js';
import { live } from '../lib/live.js';
import { count, share } from '../lib/format.js';

/** Those on the page, by segment: of thousands a change is told to the few that show it. */
const shown = new Map();

live.addEventListener('count', (event) => drawSoon(shown.get(event.detail) ?? []));
live.addEventListener('totals', () => { for (const elements of shown.values()) drawSoon(elements); });

/** One event of somebody may move thousands: those in sight are drawn, the others when they come into sight. */
const inSight = new Set();
const observer = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    if (isIntersecting) {
      inSight.add(target);
      target.draw();
    } else inSight.delete(target);
  }
}, { rootMargin: '100px' });
const due = new Set();

/** In the next frame, however much is told until then. */
function drawSoon(elements) {
  for (const element of elements) {
    if (!inSight.has(element)) continue;
    if (due.size === 0) requestAnimationFrame(drawDue);
    due.add(element);
  }
}

function drawDue() {
  for (const element of due) element.draw();
  due.clear();
}

class LiveCount extends HTMLElement {
  get segment() { return this.getAttribute('segment'); }

  connectedCallback() {
    if (!shown.has(this.segment)) shown.set(this.segment, new Set());
    shown.get(this.segment).add(this);
    this.draw();
    observer.observe(this);
  }

  disconnectedCallback() {
    const elements = shown.get(this.segment);
    elements?.delete(this);
    if (elements?.size === 0) shown.delete(this.segment);
    observer.unobserve(this);
    inSight.delete(this);
  }

  /** What is shown until the stream has told. */
  set first(segment) {
    this.before = segment;
    this.draw();
  }

  draw() {
    const now = live.counts.get(this.segment) ?? this.before;
    if (!now) return;
    const part = this.hasAttribute('share') ? share(now.count, live.totals?.[this.before?.contentType] ?? now.total) : '';
    const isSame = this.drawn?.count === now.count && this.drawn.part === part && this.drawn.state === now.state;
    if (isSame) return;
    const isChanged = this.drawn !== undefined && this.drawn.count !== now.count;
    this.drawn = { count: now.count, part, state: now.state };
    const standing = { building: 'being counted', failed: 'cannot be counted' }[now.state];
    show(this,
      h('span', { class: 'count-number' }, count(now.count)),
      this.hasAttribute('share') ? h('span', { class: 'count-share' }, part) : null,
      standing ? h('span', { class: `badge ${now.state}`, title: now.why ?? '' }, standing) : null);
    if (isChanged) {
      this.classList.remove('moved');
      requestAnimationFrame(() => this.classList.add('moved'));
    }
  }
}

customElements.define('strata-count', LiveCount);

export function liveCount(segment, { withShare = false } = {}) {
  const element = h('strata-count', { segment: segment.id, share: withShare });
  element.first = segment;
  return element;
}
