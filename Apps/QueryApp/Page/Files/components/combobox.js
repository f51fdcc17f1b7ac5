// A field that is typed into, with suggestions below it (ARIA 1.2's combobox with a list box).
import { h, show, uniqueID } from '../lib/dom.js';

/** Suggestions that are shown at once; the rest is found by typing. */
const MOST = 60;

/**
 * @param {object} setting
 *   options: () => [{value, label, group, hint}]; may grow between two calls.
 *   value: what is chosen; shown by its label.
 *   free: whether what is typed counts as it is; else only an option does.
 *   without: for options that somebody else finds for what is typed, so that all of them fit: () => what is said where
 *     there are none. The element's `refresh()` shows those that have come since.
 *   onchange(value).
 */
export function combobox({ label, options, value = '', free = false, without, placeholder = '', onchange, type = 'text', id }) {
  const listID = uniqueID('list');
  const list = h('div', { class: 'suggestions', role: 'listbox', id: listID, hidden: true, 'aria-label': 'Suggestions' });
  const input = h('input', {
    type, id, role: 'combobox', 'aria-label': id ? null : label, 'aria-expanded': 'false', 'aria-controls': listID,
    'aria-autocomplete': 'list', autocomplete: 'off', spellcheck: 'false', placeholder,
  });
  let chosen = value;
  let place = -1;
  let shown = [];
  const titleOf = (found) => options().find((option) => option.value === found)?.label ?? String(found ?? '');
  input.value = titleOf(chosen);

  function open(filter) {
    const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
    const fits = (option) => {
      const text = `${option.label} ${option.value} ${option.group ?? ''}`.toLowerCase();
      return words.every((word) => text.includes(word));
    };
    const all = without ? options() : options().filter(fits);
    shown = all.slice(0, MOST);
    place = free ? -1 : shown.findIndex((option) => option.value === chosen);
    if (place < 0 && !free && shown.length) place = 0;
    draw(all.length);
    list.hidden = shown.length === 0 && (without ? !without() : free || !filter);
    input.setAttribute('aria-expanded', String(!list.hidden));
  }

  function draw(total) {
    const rows = [];
    let group = null;
    shown.forEach((option, n) => {
      if (option.group && option.group !== group) {
        group = option.group;
        rows.push(h('div', { class: 'suggestion-group', role: 'presentation' }, group));
      }
      rows.push(h('div', {
        role: 'option', id: `${listID}-${n}`, class: n === place ? 'active' : null, 'aria-selected': String(n === place),
        onpointerdown: (event) => { event.preventDefault(); take(option); },
      }, h('span', {}, option.label), option.hint ? h('small', {}, option.hint) : null));
    });
    if (!shown.length) rows.push(h('div', { class: 'suggestion-none' }, without?.() ?? 'Nothing found'));
    if (total > shown.length) rows.push(h('div', { class: 'suggestion-none' }, `${total - shown.length} more: type to find them`));
    show(list, rows);
    mark();
  }

  function mark() {
    const options = [...list.querySelectorAll('[role=option]')];
    options.forEach((option, n) => {
      option.classList.toggle('active', n === place);
      option.setAttribute('aria-selected', String(n === place));
    });
    if (options[place] && !list.hidden) {
      input.setAttribute('aria-activedescendant', options[place].id);
      options[place].scrollIntoView({ block: 'nearest' });
    } else {
      input.removeAttribute('aria-activedescendant');
    }
  }

  function close() {
    list.hidden = true;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  }

  function take(option) {
    close();
    input.value = option.label;
    if (option.value === chosen) return;
    chosen = option.value;
    onchange(chosen);
  }

  input.addEventListener('input', () => {
    if (free) {
      chosen = input.value;
      onchange(chosen);
    }
    open(input.value);
  });
  input.addEventListener('focus', () => { if (!free) input.select(); });
  input.addEventListener('click', () => { if (list.hidden) open(''); });
  input.addEventListener('blur', () => {
    close();
    if (!free) input.value = titleOf(chosen);
  });
  input.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (list.hidden) {
        open('');
        mark();
        return;
      }
      const step = event.key === 'ArrowDown' ? 1 : -1;
      place = (place + step + shown.length) % Math.max(shown.length, 1);
      mark();
    } else if (event.key === 'Enter' && !list.hidden) {
      event.preventDefault();
      if (shown[place]) take(shown[place]);
      else close();
    } else if (event.key === 'Escape' && !list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  });
  const refresh = () => { if (document.activeElement === input) open(input.value); };
  return Object.assign(h('div', { class: 'combobox' }, input, list), { input, refresh });
}
