// <strata-count segment="seg_…">: the count of a segment as it is now.
import { h, show } from '../lib/dom.js';
import { live } from '../lib/live.js';
import { count, share } from '../lib/format.js';

class LiveCount extends HTMLElement {
  connectedCallback() {
    this.heard = (event) => { if (event.detail === this.getAttribute('segment')) this.draw(); };
    live.addEventListener('count', this.heard);
    live.addEventListener('totals', this.redraw = () => this.draw());
    this.draw();
  }

  disconnectedCallback() {
    live.removeEventListener('count', this.heard);
    live.removeEventListener('totals', this.redraw);
  }

  /** What is shown until the stream has told. */
  set first(segment) {
    this.before = segment;
    this.draw();
  }

  draw() {
    const now = live.counts.get(this.getAttribute('segment')) ?? this.before;
    if (!now) return;
    const isChanged = this.shown !== undefined && this.shown !== now.count;
    this.shown = now.count;
    const total = now.total ?? live.totals?.[now.contentType];
    const standing = { building: 'being counted', failed: 'cannot be counted' }[now.state];
    show(this,
      h('span', { class: 'count-number' }, count(now.count)),
      this.hasAttribute('share') ? h('span', { class: 'count-share' }, share(now.count, total)) : null,
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
