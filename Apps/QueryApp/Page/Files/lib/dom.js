// Elements from plain calls. Texts become text nodes, so that nothing from outside is ever read as markup.

const SVG = 'http://www.w3.org/2000/svg';

/**
 * h('button', { class: 'primary', onclick: save, 'aria-label': 'Save' }, 'Save')
 *
 * A key that begins with "on" is a listener, a boolean is an attribute that is there or not, null is left out;
 * `value`, `checked`, `selected` and `data` (a dataset) are set as properties.
 */
export function h(tag, properties = {}, ...children) {
  return fill(document.createElement(tag), properties, children);
}

/** The same for elements of SVG. */
export function svg(tag, properties = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), properties, children);
}

function fill(element, properties, children) {
  for (const [key, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else if (key === 'data') Object.assign(element.dataset, value);
    else if (key === 'color') element.style.setProperty('--color', value);
    else if (['value', 'checked', 'selected', 'indeterminate'].includes(key)) element[key] = value;
    else element.setAttribute(key, value === true ? '' : value);
  }
  // A select knows its value only once its options are there.
  element.append(...flat(children));
  if (element.tagName === 'SELECT' && properties.value !== undefined) element.value = properties.value;
  return element;
}

/** Replaces what is in an element. */
export function show(element, ...children) {
  element.replaceChildren(...flat(children));
  return element;
}

/**
 * Draws anew what is in an element, by `draw`. What had the focus there has it again, or what stands in its place now;
 * where nothing does, `fallback` has it.
 */
export function drawAgain(element, draw, fallback = null) {
  const had = document.activeElement;
  if (!element.contains(had) || had === element) {
    draw();
    return;
  }
  const face = (one) => [one.getAttribute('href'), one.getAttribute('aria-label'), one.textContent].join('|');
  const [tag, wanted] = [had.tagName, face(had)];
  const all = () => [...element.querySelectorAll(tag)].filter((one) => !one.closest('[hidden]'));
  const same = () => all().filter((one) => face(one) === wanted);
  const [place, placeOfSame] = [all().indexOf(had), same().indexOf(had)];
  draw();
  if (had.isConnected) return;
  const nearest = (found, n) => found[Math.min(n, found.length - 1)];
  (nearest(same(), placeOfSame) ?? nearest(all(), place) ?? fallback)?.focus({ preventScroll: true });
}

/** Makes these the children of an element. Those that stay are not touched: what is focused or open in them stays so. */
export function arrange(element, children) {
  const staying = new Set(children);
  for (const child of [...element.children]) if (!staying.has(child)) child.remove();
  let place = element.firstChild;
  for (const child of children) {
    if (child === place) place = place.nextSibling;
    else element.insertBefore(child, place);
  }
}

const flat = (children) => children.flat(Infinity)
  .filter((child) => child !== null && child !== undefined && child !== false)
  .map((child) => (child instanceof Node ? child : String(child)));

let lastID = 0;
/** An id that no other element of the page has. */
export const uniqueID = (prefix = 'e') => `${prefix}${(lastID += 1)}`;

/** A labelled field: the label above, the field, and a hint or a mistake below. */
export function field(label, control, { hint, wide } = {}) {
  control.id ||= uniqueID('f');
  const note = hint ? h('p', { class: 'hint', id: `${control.id}-hint` }, hint) : null;
  if (note) control.setAttribute('aria-describedby', note.id);
  return h('div', { class: wide ? 'field wide' : 'field' }, h('label', { for: control.id }, label), control, note);
}

/** Says of a field that `line` tells what is wrong with it; without a line nothing is. */
export function blame(field, line = null) {
  if (line) line.id ||= uniqueID('m');
  for (const [key, value] of [['aria-invalid', 'true'], ['aria-describedby', line?.id]]) {
    if (line) field.setAttribute(key, value);
    else field.removeAttribute(key);
  }
}

/** The titles of a table's columns; that of the buttons at the end, "", is there for screen readers alone. */
export const columnTitles = (...titles) => h('thead', {}, h('tr', {}, titles.map((title) => (
  h('th', { scope: 'col' }, title || h('span', { class: 'unseen' }, 'Actions'))))));

/** Calls `action` when nothing has happened for `wait` milliseconds. */
export function debounced(wait, action) {
  let timer;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...values), wait);
  };
}

/** Calls `action` once within each `wait` milliseconds in which it was asked for, however often that was. */
export function paced(wait, action) {
  let timer = null;
  return () => {
    timer ??= setTimeout(() => {
      timer = null;
      action();
    }, wait);
  };
}

/** An icon of lines, as wide as a letter is high. */
export function icon(name) {
  return svg('svg', { class: `icon icon-${name}`, viewBox: '0 0 16 16', 'aria-hidden': 'true' }, svg('path', { d: ICONS[name] }));
}

const ICONS = {
  plus: 'M8 3v10M3 8h10',
  close: 'M4 4l8 8M12 4l-8 8',
  more: 'M3 8h.01M8 8h.01M13 8h.01',
  up: 'M8 13V3M4 7l4-4 4 4',
  down: 'M8 3v10M4 9l4 4 4-4',
  copy: 'M6 6h7v7H6zM10 6V3H3v7h3',
  search: 'M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM11 11l3 3',
  segments: 'M2 5l6-3 6 3-6 3zM2 8l6 3 6-3M2 11l6 3 6-3',
  person: 'M8 8a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2.5 14c.5-3 2.500-4 5.500-4s5 1 5.500 4',
  company: 'M3 14V3h6v11M9 6h4v8M5 6h2M5 9h2M11 9h.01M2 14h12',
  start: 'M3 13l1-4 7-7 3 3-7 7zM9 4l3 3',
  hook: 'M9 2a3 3 0 0 1 2 5l-2 3M4 8a3 3 0 1 0 3 4h6M8 5L5 11',
  settings: 'M2 5h7M13 5h1M2 11h1M7 11h7M11 7a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM5 13a2 2 0 1 0 0-4 2 2 0 0 0 0 4z',
  event: 'M9 2L4 9h4l-1 5 5-7H8z',
  list: 'M6 4h8M6 8h8M6 12h8M2 4h.01M2 8h.01M2 12h.01',
  steps: 'M2 4h3v3h6v3h3M12 8l2 2-2 2',
  group: 'M5 2H3v12h2M11 2h2v12h-2M6 6h4M6 10h4',
  calendar: 'M3 4h10v9H3zM3 7h10M6 2v3M10 2v3',
  share: 'M8 8V2a6 6 0 1 0 6 6z',
  edit: 'M3 13l1-3 7-7 2 2-7 7z',
  download: 'M8 2v8M5 7l3 3 3-3M3 13h10',
  trash: 'M3 4h10M6 4V2h4v2M4 4l1 10h6l1-10',
};
