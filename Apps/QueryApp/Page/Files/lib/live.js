// Counts as they change, from one stream of the server for all tabs of the page.
import { href } from './paths.js';
import { note } from './connection.js';
import { signedOut } from './session.js';

/**
 * Sends "count" (detail: the segment's id), "totals" and "definitions" (something was made, edited or deleted).
 * `counts` has {count, total, state, why} by segment, `totals` everyone by content type.
 */
export const live = Object.assign(new EventTarget(), { counts: new Map(), totals: null, definitions: null });

/** Before a stream that was refused is tried again, in milliseconds. */
const RETRY = 2000;

/** What the stream says, and whether it is there. */
const hear = {
  count(count) {
    live.counts.set(count.segment, count);
    live.dispatchEvent(new CustomEvent('count', { detail: count.segment }));
  },
  totals(totals) {
    live.totals = totals;
    live.dispatchEvent(new Event('totals'));
  },
  definitions(text) {
    const isNew = live.definitions !== null && live.definitions !== text;
    live.definitions = text;
    if (isNew) live.dispatchEvent(new Event('definitions'));
  },
  reached: note,
};

/**
 * One tab has the stream and tells the others: a browser keeps no more than six connections to a server. Where it has no
 * locks, as on a page that is neither secure nor local, each tab has its own.
 */
const name = href('api/v1/stream');
const others = new BroadcastChannel(name);
let hasStream = false;

export async function openStream() {
  others.addEventListener('message', ({ data: [type, detail] }) => {
    if (type !== 'begun') hear[type](detail);
    else if (hasStream) tellAll();
  });
  others.postMessage(['begun']);
  for (;;) {
    await (navigator.locks ? navigator.locks.request(name, follow) : follow());
    await refused();
  }
}

/** Resolves when the server refuses the stream. */
function follow() {
  const tell = (type, detail) => {
    hear[type](detail);
    if (navigator.locks) others.postMessage([type, detail]);
  };
  return new Promise((resolve) => {
    const source = new EventSource(name);
    hasStream = true;
    source.addEventListener('open', () => tell('reached', true));
    source.addEventListener('count', (event) => tell('count', JSON.parse(event.data)));
    source.addEventListener('totals', (event) => tell('totals', JSON.parse(event.data)));
    // Told apart as a text: whoever keeps what it is as of compares it.
    source.addEventListener('definitions', (event) => tell('definitions', event.data));
    source.addEventListener('error', () => {
      if (source.readyState !== EventSource.CLOSED) return tell('reached', false);
      hasStream = false;
      return resolve();
    });
  });
}

/** For a tab that has just been opened. */
function tellAll() {
  for (const count of live.counts.values()) others.postMessage(['count', count]);
  if (live.totals) others.postMessage(['totals', live.totals]);
  if (live.definitions) others.postMessage(['definitions', live.definitions]);
}

/** The server has refused the stream: it is full or going down, or the sign-in has run out. */
async function refused() {
  try {
    const answer = await fetch(href('api/v1/settings'), { cache: 'no-store' });
    if (answer.status === 401) await signedOut();
  } catch {
    note(false);
  }
  await new Promise((goOn) => { setTimeout(goOn, RETRY); });
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
