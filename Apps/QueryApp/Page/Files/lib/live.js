// Counts as they change, from one stream of the server for the whole page.
import { href } from './paths.js';
import { note } from './connection.js';
import { signedOut } from './session.js';

/**
 * Sends "count" (detail: the segment's id), "totals" and "definitions" (something was made, edited or deleted).
 * `counts` has {count, total, state, why} by segment, `totals` everyone by content type.
 */
export const live = Object.assign(new EventTarget(), { counts: new Map(), totals: null, definitions: null });

const RETRY = 2000;

export function openStream() {
  const source = new EventSource(href('api/v1/stream'));
  source.addEventListener('open', () => note(true));
  source.addEventListener('count', (event) => {
    const count = JSON.parse(event.data);
    live.counts.set(count.segment, count);
    live.dispatchEvent(new CustomEvent('count', { detail: count.segment }));
  });
  source.addEventListener('totals', (event) => {
    live.totals = JSON.parse(event.data);
    live.dispatchEvent(new Event('totals'));
  });
  source.addEventListener('definitions', (event) => {
    const { definitions, epoch } = JSON.parse(event.data);
    const seen = `${epoch} ${definitions}`;
    const isNew = live.definitions !== null && live.definitions !== seen;
    live.definitions = seen;
    if (isNew) live.dispatchEvent(new Event('definitions'));
  });
  source.addEventListener('error', () => { if (source.readyState === EventSource.CLOSED) reopen(); else note(false); });
}

/** The server has refused the stream: it is full or going down, or the sign-in has run out. */
async function reopen() {
  try {
    const answer = await fetch(href('api/v1/settings'), { cache: 'no-store' });
    if (answer.status === 401) await signedOut();
  } catch {
    note(false);
  }
  setTimeout(openStream, RETRY);
}

let view = 0;

/** Another view is being made: one before it that was not shown yet will not be. */
export const beginView = () => { view += 1; };

/** Listens for as long as an element is on the page, and before, while its view is being made. */
export function whileShown(element, target, type, listener) {
  const mine = view;
  let wasShown = false;
  const heard = (event) => {
    wasShown ||= element.isConnected;
    if (element.isConnected || (!wasShown && mine === view)) listener(event);
    else target.removeEventListener(type, heard);
  };
  target.addEventListener(type, heard);
}
