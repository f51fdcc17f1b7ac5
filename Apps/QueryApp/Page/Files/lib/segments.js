// All segments, read once for the lists and builders that choose from them, and again when a definition has changed.
import { get, query, writes } from './api.js';
import { connection } from './connection.js';
import { live } from './live.js';

/** How long a reading may serve, in milliseconds: its sentences say what dates mean on the day. */
const LASTS = 300_000;

let kept = null;
connection.addEventListener('back', () => { kept = null; });

const isFresh = () => kept !== null && kept.definitions === live.definitions && kept.writes === writes.count
  && Date.now() - kept.at < LASTS;

/** @param {function} onpart called with those that have come while more are to come: a list may show them at once. */
export async function allSegments(onpart = () => {}) {
  if (isFresh()) return kept.segments;
  const reading = { definitions: live.definitions, writes: writes.count, at: Date.now(), segments: [] };
  let cursor = null;
  do {
    const page = await get(`segments?${query({ limit: cursor ? 1000 : 100, cursor })}`);
    reading.segments.push(...page.data);
    cursor = page.nextCursor;
    if (cursor) onpart([...reading.segments]);
  } while (cursor);
  // Before the stream has told of the definitions nobody would hear that they have changed.
  if (reading.definitions) kept = reading;
  return reading.segments;
}
