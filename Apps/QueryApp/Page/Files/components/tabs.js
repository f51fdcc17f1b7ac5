// Parts of a view of which one is shown (ARIA's tabs); each is made when it is first looked at.
import { h, show, uniqueID } from '../lib/dom.js';
import { connection } from '../lib/connection.js';
import { whileShown } from '../lib/live.js';
import { setQuery } from '../app/router.js';

/**
 * @param {Array} parts [key, title, async function that gives the content]. The one shown stands in the address.
 * @param {Array} own names in the address that belong to one part, and go with it.
 */
export function tabs(label, parts, first, own = []) {
  const id = uniqueID('tab');
  const panel = h('div', { role: 'tabpanel', id: `${id}-panel`, tabindex: '0' });
  const buttons = parts.map(([key, title]) => h('button', {
    type: 'button', role: 'tab', id: `${id}-${key}`, 'aria-controls': panel.id, onclick: () => choose(key),
  }, title));
  let shown = null;

  async function choose(key, { focus = false } = {}) {
    const place = Math.max(parts.findIndex(([one]) => one === key), 0);
    const [name, , make] = parts[place];
    // What is shown already stays as it is, with what was typed there.
    if (shown === name && panel.childElementCount) return;
    shown = name;
    buttons.forEach((button, n) => {
      button.setAttribute('aria-selected', String(n === place));
      button.tabIndex = n === place ? 0 : -1;
    });
    if (focus) buttons[place].focus();
    panel.setAttribute('aria-labelledby', buttons[place].id);
    if (name !== first) setQuery({ tab: place ? name : '', ...Object.fromEntries(own.map((one) => [one, ''])) });
    first = null;
    await fill(name, make);
  }

  /** What could not be made without a connection. */
  let owed = null;
  async function fill(name, make) {
    owed = null;
    try {
      const content = await make();
      if (shown === name) show(panel, content);
    } catch (error) {
      if (shown !== name) return;
      if (error.status === 0) owed = () => fill(name, make);
      show(panel, h('p', { class: 'mistake', role: 'alert' }, error.message));
    }
  }
  whileShown(panel, connection, 'back', () => owed?.());

  const bar = h('div', {
    class: 'tabs tab-bar', role: 'tablist', 'aria-label': label,
    onkeydown: (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const place = parts.findIndex(([key]) => key === shown);
      choose(parts[(place + step + parts.length) % parts.length][0], { focus: true });
    },
  }, buttons);
  choose(first || parts[0][0]);
  return h('div', { class: 'tabbed' }, bar, panel);
}
