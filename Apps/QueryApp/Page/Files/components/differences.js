// What is different between two definitions: fields in words, the filter line by line, exceptions as sentences.
import { h, show } from '../lib/dom.js';
import { href } from '../lib/paths.js';
import { get } from '../lib/api.js';
import { dateTime, nameOf } from '../lib/format.js';

const TITLES = { name: 'Name', description: 'Description', color: 'Color', contentType: 'Content type', parent: 'Sub segment of', timeZone: 'Time zone', filter: 'Conditions', include: 'Included by hand', exclude: 'Excluded by hand' };

const text = (value) => (value === null || value === undefined ? '–' : typeof value === 'object' ? JSON.stringify(value, null, 2) : String(value));

/** Lines that stand in both in this order (longest common subsequence); beyond this many no line is matched. */
const MOST_LINES = 1500;

function lineDifferences(before, after) {
  const [old, now] = [before.split('\n'), after.split('\n')];
  if (old.length > MOST_LINES || now.length > MOST_LINES) return [...old.map((line) => ['removed', line]), ...now.map((line) => ['added', line])];
  const length = Array.from({ length: old.length + 1 }, () => new Uint16Array(now.length + 1));
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = now.length - 1; j >= 0; j -= 1) {
      length[i][j] = old[i] === now[j] ? length[i + 1][j + 1] + 1 : Math.max(length[i + 1][j], length[i][j + 1]);
    }
  }
  const lines = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      lines.push(['same', old[i]]);
      i += 1;
      j += 1;
    } else if (j >= now.length || (i < old.length && length[i + 1][j] >= length[i][j + 1])) {
      lines.push(['removed', old[i]]);
      i += 1;
    } else {
      lines.push(['added', now[j]]);
      j += 1;
    }
  }
  return lines;
}

const MARKS = { same: ' ', removed: '−', added: '+' };

/** A contact by name; by id until the name is there, and where there is none. */
function contactLink(id) {
  const link = h('a', { href: href(`/contacts/${id}`) }, id);
  get(`contacts/${id}`).then((contact) => show(link, nameOf(contact)), () => {});
  return link;
}

const BY_HAND = { include: 'included', exclude: 'excluded' };

/** Who is an exception now and was not, or for another reason or time, and who is none any more. */
function exceptionDifferences(before, after, how) {
  const byContact = (list) => new Map((list ?? []).map((one) => [one.contact, one]));
  const [old, now] = [byContact(before), byContact(after)];
  const gone = [...old.values()].filter((one) => !now.has(one.contact));
  const made = [...now.values()].filter((one) => text(one) !== text(old.get(one.contact)));
  const line = (kind, { contact, reason, until }) => h('li', { class: `line ${kind}` }, `${MARKS[kind]} `, contactLink(contact),
    kind === 'removed' ? ' no longer' : '', ` ${how}`, until && kind === 'added' ? ` until ${dateTime(until)}` : '', reason ? `: ${reason}` : '');
  return h('ul', { class: 'plain' }, gone.map((one) => line('removed', one)), made.map((one) => line('added', one)));
}

/** A list of the fields that differ; a sentence where none does. */
export function differences(before, after) {
  const changed = Object.keys(TITLES).filter((key) => text(before[key]) !== text(after[key]));
  if (!changed.length) return h('p', { class: 'quiet' }, 'They say the same.');
  return h('dl', { class: 'differences' }, changed.map((key) => [
    h('dt', {}, TITLES[key]),
    h('dd', {}, key in BY_HAND ? exceptionDifferences(before[key], after[key], BY_HAND[key])
      : h('pre', { tabindex: '0' }, lineDifferences(text(before[key]), text(after[key])).map(([kind, line]) => (
        h('span', { class: `line ${kind}` }, `${MARKS[kind]} ${line}\n`))))),
  ]));
}
