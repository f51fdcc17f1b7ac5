// The count of what is being built, while it is built: the newest question alone is answered.
import { h, show, debounced, drawAgain, paced } from '../lib/dom.js';
import { href } from '../lib/paths.js';
import { post, ApiError } from '../lib/api.js';
import { connection } from '../lib/connection.js';
import { live, whileShown } from '../lib/live.js';
import { count, share, plural, contentTypes, nameOf } from '../lib/format.js';
import { tidied, toCount, walk } from './nodes.js';
import { isComplete } from './complete.js';

/** The server counts at most so many nodes by themselves. */
const COUNTED_NODES = 50;
const SHOWN_MEMBERS = 8;
const WAIT = 120;
/** Between two questions that nobody has typed, and after so long one is asked anyway: time passes, and events that move no segment go untold. */
const [PAUSE, TICK] = [2000, 15_000];

/**
 * @param {function} definition () => the definition as it stands.
 * @param {object} editor of its filter, where counts and mistakes of conditions are shown.
 * @param {string} saved id of the segment that is edited, to tell who would enter and leave.
 */
export function previewPanel(definition, editor, saved) {
  const { marks } = editor;
  const number = h('output', { class: 'preview-count', 'aria-live': 'polite', 'aria-label': 'Count' });
  const whole = h('p', { class: 'preview-total' });
  const moves = h('p', { class: 'preview-moves' });
  const words = h('p', { class: 'preview-words' });
  const warnings = h('ul', { class: 'warnings' });
  const sample = h('ul', { class: 'preview-sample' });
  const state = h('p', { class: 'hint preview-state', role: 'status' });
  const byHand = h('p', { class: 'hint preview-exceptions' });
  const panel = h('section', { class: 'preview', 'aria-label': 'Show count' },
    h('div', { class: 'preview-bar' }, h('h2', {}, 'Count'), number, whole, moves, state, byHand, warnings),
    h('div', { class: 'preview-more' }, words, h('h3', {}, 'Some of them'), sample));
  let running = null;
  let last = '';

  /** @param {boolean} isQuiet whether nobody has asked: what is the same stays as it is. */
  async function ask(isQuiet = false) {
    running?.abort();
    const { contentType, parent, timeZone, include, exclude, filter: typed } = definition();
    const filter = tidied(typed);
    byHand.textContent = exceptionsOf(include ?? [], exclude ?? []);
    // What is written as JSON the server looks at: it tells the place of what is missing.
    if (!editor.isJSON && !isComplete(filter)) {
      panel.classList.add('stale');
      state.textContent = 'Fill in every condition to see the count.';
      marks.counts(new Map());
      marks.mistakes(emptyGroups(filter));
      return;
    }
    const mine = running = new AbortController();
    panel.classList.add('asking');
    const { nodes, inner } = toCount(filter);
    const body = {
      contentType, parent, timeZone, filter, sample: SHOWN_MEMBERS, nodes: nodes <= COUNTED_NODES,
      include, exclude, ...(saved ? { against: saved } : {}),
    };
    try {
      const found = await post('segments/preview', body, { signal: mine.signal });
      if (mine !== running) return;
      const rest = inner.filter((one) => !one.own);
      // All of them stand in one group more.
      const isAll = found.nodes && rest.length < COUNTED_NODES;
      draw(found, contentType, isAll, isQuiet);
      const counts = new Map((found.nodes ?? []).map((node) => [node.pointer, node.count]));
      for (const { pointer, own } of inner) counts.set(pointer, counts.get(own));
      if (isAll && rest.length) {
        const { nodes: [, ...alone] } = await post('segments/preview', {
          contentType, timeZone, filter: { any: rest.map((one) => one.filter) }, nodes: true,
        }, { signal: mine.signal }).catch((error) => {
          if (!(error instanceof ApiError)) throw error;
          return { nodes: [] };
        });
        rest.forEach(({ pointer }, n) => counts.set(pointer, alone[n]?.count));
      }
      if (mine === running) marks.counts(counts);
    } catch (error) {
      if (mine !== running || error.name === 'AbortError') return;
      if (!(error instanceof ApiError)) throw error;
      refuse(error);
    } finally {
      if (mine === running) panel.classList.remove('asking');
    }
  }

  function draw(found, contentType, isAll, isQuiet) {
    const { tookMs, asOf, ...said } = found;
    const before = last;
    last = JSON.stringify(said);
    if (isQuiet && last === before) return;
    panel.classList.remove('stale');
    if (!isQuiet) state.textContent = `Counted in ${tookMs < 10 ? tookMs : Math.round(tookMs)} ms${
      isAll ? '' : `. There are more than ${COUNTED_NODES} conditions and groups: each alone is not counted.`}`;
    number.textContent = count(found.count);
    const kind = contentTypes[contentType];
    whole.textContent = `of ${plural(found.total, kind.one, kind.many)} · ${share(found.count, found.total) || '0%'}`;
    show(moves, saved ? [h('span', { class: 'entered' }, `${count(found.enter)} would enter`), h('span', { class: 'left' }, `${count(found.leave)} would leave`)] : null);
    words.textContent = found.words;
    show(warnings, found.warnings.map((warning) => h('li', {}, warning.detail)));
    const place = contentType === 'company' ? 'companies' : 'contacts';
    drawAgain(sample, () => show(sample, found.sample.map((member) => h('li', {},
      h('a', { href: href(`/${place}/${member.id}`), target: '_blank', rel: 'noopener' }, nameOf(member)),
      h('small', {}, member.properties.primaryEmail ?? member.state ?? '')))));
    if (!found.sample.length) show(sample, h('li', { class: 'quiet' }, 'Nobody'));
    marks.mistakes([]);
  }

  function refuse(error) {
    panel.classList.add('stale');
    marks.counts(new Map());
    const rest = marks.mistakes(error.errors);
    state.textContent = rest.length ? rest.map((mistake) => mistake.detail).join(' ')
      : error.errors.length ? 'There is a mistake in the conditions.' : error.message;
  }

  const askAgain = paced(PAUSE, () => {
    if (document.hidden || !panel.isConnected || panel.matches('.stale')) return;
    if (panel.matches('.asking')) askAgain();
    else ask(true);
  });
  const clock = setInterval(() => { if (panel.isConnected) askAgain(); else clearInterval(clock); }, TICK);
  for (const type of ['count', 'totals', 'definitions']) whileShown(panel, live, type, askAgain);
  whileShown(panel, document, 'visibilitychange', askAgain);
  whileShown(panel, connection, 'back', () => ask());
  return { panel, ask, later: debounced(WAIT, ask) };
}

/** Of conditions that are not begun there is no field to fill in. */
function emptyGroups(filter) {
  const found = [];
  walk(filter, ({ any }, pointer) => { if (any?.length === 0) found.push({ pointer, detail: 'There must be at least one condition.' }); });
  return found;
}

/** A copy has the exceptions of what it is a copy of. */
function exceptionsOf(include, exclude) {
  const parts = [include.length && `${count(include.length)} included`, exclude.length && `${count(exclude.length)} excluded`].filter(Boolean);
  return parts.length ? `With its exceptions: ${parts.join(', ')} by hand` : '';
}
