// What screen readers call a condition: its place among the others, and what its fields say.

const SAYING = '.not-chip, .lead, .joined > span:not(.joined, .picker), input:not(.calendar, [type=radio]), select:not(.type-choice), textarea';

function said(field) {
  if (field.tagName === 'SELECT') return field.selectedOptions[0]?.textContent;
  return 'value' in field && field.tagName !== 'BUTTON' ? field.value.slice(0, 100) : field.textContent;
}

/** @param {HTMLElement} row of a condition or group; the root has no place. */
export function callByName(row) {
  const place = row.dataset.pointer.match(/\d+/g)?.map((n) => Number(n) + 1).join('.');
  if (!place) return;
  const isGroup = row.matches('.group-node');
  const words = isGroup ? row.querySelector('.modes :checked')?.parentNode.textContent
    : [...row.querySelectorAll(SAYING)].filter((field) => field.closest('[data-pointer]') === row).map(said).filter(Boolean).join(' ');
  const named = isGroup ? row.querySelector('.group') : row;
  named.role = 'group';
  named.setAttribute('aria-label', `${isGroup ? 'Group' : 'Condition'} ${place}${words ? `: ${words}` : ''}`);
}
