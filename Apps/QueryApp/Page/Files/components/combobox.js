// A field that is typed into, with suggestions below it (ARIA 1.2's combobox with a list box).
import { h, show, uniqueID } from '../lib/dom.js';

/** Suggestions that are shown at once; the rest is found by typing. */
const MOST = 60;

/**
 * @param {object} setting
 *   options: () => [{value, label, group, hint, key}]; may grow between two calls. `key` is another name of it.
 *   value: what is chosen; shown by its label.
 *   free: whether what is typed counts as it is; else only an option does, and typing all of its name takes it.
 *   other: (text) => an option for a text that names none.
 *   without: for options that somebody else finds for what is typed, so that all of them fit: () => what is said where
 *     there are none. The element's `refresh()` shows those that have come since.
 *   onchange(value).
 */
export function combobox({ label, options, value = '', free = false, other, without, placeholder = '', onchange, type = 'text', id }) {
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
    const same = filter ? named(filter) : all.find((option) => option.value === chosen);
    shown = all.slice(0, MOST);
    const more = all.length - shown.length;
    if (other && filter.trim() && !same) shown.push(other(filter.trim()));
    place = free ? -1 : Math.max(shown.findIndex((option) => option.value === same?.value), 0);
    draw(more);
    list.hidden = shown.length === 0 && (without ? !without() : free || !filter);
    input.setAttribute('aria-expanded', String(!list.hidden));
  }

  function draw(more) {
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
    if (more) rows.push(h('div', { class: 'suggestion-none' }, `${more} more: type to find them`));
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

  /** @param {boolean} hasLeft whether the focus is, or goes, elsewhere. */
  function take(option, hasLeft = false) {
    close();
    input.value = option.label;
    if (option.value === chosen) return;
    chosen = option.value;
    onchange(chosen, hasLeft);
  }

  /** The option whose label or key this is; one written the same goes before one with other capitals. */
  function named(text) {
    const all = options();
    for (const form of [(one) => one, (one) => one?.toLowerCase()]) {
      for (const name of ['label', 'key']) {
        const found = all.find((option) => form(option[name]) === form(text.trim()));
        if (found) return found;
      }
    }
    return undefined;
  }

  /** What is taken by leaving the field; without any, it says again what is chosen. */
  const typed = () => (free || input.value === titleOf(chosen) ? undefined : named(input.value));
  const settle = () => {
    const found = typed();
    if (found) take(found, true);
    else if (!free) input.value = titleOf(chosen);
  };

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
    // Nothing is drawn anew under a pointer that is down: its click would be of something else, or of nothing.
    if (pointer.isDown) pointer.settle = settle;
    else settle();
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
    } else if (event.key === 'Tab' && !event.shiftKey && typed()) {
      take(typed());
      // Who is told may have moved the focus on.
      if (document.activeElement !== input) event.preventDefault();
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
  return Object.assign(h('div', { class: without ? 'combobox' : 'combobox choice' }, input, list), { input, refresh });
}

/** The pointer, and what waits for its click; where no click comes of it, until it is up. */
const pointer = { isDown: false, settle: null };
const settleNow = () => {
  const { settle } = pointer;
  Object.assign(pointer, { isDown: false, settle: null });
  settle?.();
};
addEventListener('pointerdown', () => { pointer.isDown = true; }, true);
addEventListener('click', settleNow, true);
for (const type of ['pointerup', 'pointercancel']) addEventListener(type, () => setTimeout(settleNow), true);
