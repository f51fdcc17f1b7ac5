// A button that opens a list of things to do. Arrow keys move, Escape closes.
import { h, icon, show, uniqueID } from '../lib/dom.js';

/**
 * @param {string} label said by screen readers, shown unless `iconOnly`.
 * @param {Array} items [text, action, {icon, danger}], or nothing.
 */
export function menu(label, items, { iconName = 'more', iconOnly = true, kind = 'quiet' } = {}) {
  const id = uniqueID('menu');
  const list = h('div', { class: 'menu-list', role: 'menu', id, hidden: true, 'aria-label': label });
  const button = h('button', {
    type: 'button', class: `${kind}${iconOnly ? ' icon-only' : ''}`, 'aria-haspopup': 'menu', 'aria-expanded': 'false',
    'aria-controls': id, 'aria-label': iconOnly ? label : null, title: iconOnly ? label : null,
  }, icon(iconName), iconOnly ? null : h('span', {}, label));
  const whole = h('div', { class: 'menu' }, button, list);
  const make = ([text, action, { icon: name, danger } = {}]) => h('button', {
    type: 'button', role: 'menuitem', tabindex: '-1', class: danger ? 'danger' : null,
    onclick: () => { close(); button.focus(); action(); },
  }, name ? icon(name) : null, text);
  const entries = () => [...list.children];
  const outside = (event) => { if (!whole.contains(event.target)) close(); };
  function open() {
    // A list has a menu a row, of which hardly any is opened.
    if (!list.childElementCount) show(list, items.filter(Boolean).map(make));
    list.hidden = false;
    button.setAttribute('aria-expanded', 'true');
    document.addEventListener('pointerdown', outside);
    list.classList.toggle('leftwards', whole.getBoundingClientRect().left > innerWidth / 2);
    entries()[0]?.focus();
  }
  function close() {
    list.hidden = true;
    button.setAttribute('aria-expanded', 'false');
    document.removeEventListener('pointerdown', outside);
  }
  button.addEventListener('click', () => { if (list.hidden) open(); else close(); });
  whole.addEventListener('keydown', (event) => {
    const all = entries();
    const place = all.indexOf(document.activeElement);
    const steps = { ArrowDown: place + 1, ArrowUp: place - 1, Home: 0, End: all.length - 1 };
    if (event.key === 'Escape' && !list.hidden) {
      event.stopPropagation();
      close();
      button.focus();
    } else if (event.key in steps) {
      event.preventDefault();
      if (list.hidden) open();
      else all.at(steps[event.key] % all.length)?.focus();
    }
  });
  whole.addEventListener('focusout', (event) => { if (event.relatedTarget && !whole.contains(event.relatedTarget)) close(); });
  return whole;
}
