// What is different between two definitions: fields in words, the filter line by line.
import { h } from '../lib/dom.js';

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

/** A list of the fields that differ; a sentence where none does. */
export function differences(before, after) {
  const changed = Object.keys(TITLES).filter((key) => text(before[key]) !== text(after[key]));
  if (!changed.length) return h('p', { class: 'quiet' }, 'They say the same.');
  return h('dl', { class: 'differences' }, changed.map((key) => [
    h('dt', {}, TITLES[key]),
    h('dd', {}, h('pre', { tabindex: '0' }, lineDifferences(text(before[key]), text(after[key])).map(([kind, line]) => (
      h('span', { class: `line ${kind}` }, `${MARKS[kind]} ${line}\n`))))),
  ]));
}
