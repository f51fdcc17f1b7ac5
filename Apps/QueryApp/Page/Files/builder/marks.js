// Counts and mistakes, each at the condition that it is of. They are kept: what is drawn anew has them again.
import { h, show, blame } from '../lib/dom.js';
import { count } from '../lib/format.js';
import { callByName } from './names.js';

/** @param {HTMLElement} tree the conditions; @param {HTMLElement} list where mistakes are told while they are JSON. */
export function marksOf(tree, list) {
  let counts = new Map();
  let mistakes = [];

  function draw() {
    for (const row of tree.querySelectorAll('[data-pointer]')) {
      const found = counts.get(row.dataset.pointer);
      row.querySelector(':scope > .node-tail > .node-count').textContent = found === undefined ? '' : count(found);
      callByName(row);
    }
    show(list, mistakes.filter(isOfFilter).map((mistake) => h('li', {}, h('code', {}, mistake.pointer), ` ${mistake.detail}`)));
    list.hidden = list.children.length === 0;
    showMistakes(tree, mistakes);
  }

  return {
    draw,
    counts(found) {
      counts = found;
      draw();
    },
    /** @returns {Array} those that are in no condition. */
    mistakes(found) {
      mistakes = found;
      draw();
      return found.filter((mistake) => !isOfFilter(mistake));
    },
  };
}

const isOfFilter = ({ pointer }) => `${pointer}/`.startsWith('/filter/');

/** Shows each mistake at the condition that it is in. */
function showMistakes(tree, mistakes) {
  const rows = [...tree.querySelectorAll('[data-pointer]')];
  const line = (row) => row.querySelector(':scope > .node-body > .node-mistake');
  for (const row of rows) line(row).hidden = true;
  for (const field of tree.querySelectorAll('[aria-invalid]')) blame(field);
  for (const mistake of mistakes) {
    const holders = rows.filter((row) => `${mistake.pointer}/`.startsWith(`${row.dataset.pointer}/`));
    const row = holders.sort((one, other) => other.dataset.pointer.length - one.dataset.pointer.length)[0];
    if (!row) continue;
    line(row).textContent = `${line(row).hidden ? '' : `${line(row).textContent}; `}${mistake.detail}`;
    line(row).hidden = false;
    const field = mistakenField(row, mistake.pointer);
    if (field) blame(field, line(row));
  }
}

/** That of the value where the mistake is in it, else the first one. */
function mistakenField(row, pointer) {
  const fields = (part) => [...row.querySelectorAll(`:scope > .node-body ${part} :is(input:not(.calendar), select:not(.operator), textarea)`)];
  const [, isValue, end = 0] = pointer.match(/(\/value)(?:\/(\d+))?$/) ?? [];
  const values = isValue ? fields('> .condition .condition-rest') : [];
  return values[end] ?? values[0] ?? fields('')[0];
}
