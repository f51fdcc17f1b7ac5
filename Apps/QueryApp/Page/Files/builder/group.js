// A group of conditions: all of them hold, or any. Groups stand in groups.
import { h, icon, show, uniqueID } from '../lib/dom.js';
import { menu } from '../components/menu.js';
import { fresh, copy, kindOf, become } from './nodes.js';
import { ADDITIONS } from './context.js';
import { nodeEditor } from './node-editor.js';

export function groupEditor(node, pointer, context) {
  const whole = h('div', { class: 'group', role: 'group', 'aria-label': 'Group of conditions' });
  let hasModes = false;
  const key = () => ('any' in node ? 'any' : 'all');

  function draw(focusOn = null) {
    const children = node[key()];
    const rows = children.map((child, n) => nodeEditor(child, `${pointer}/${key()}/${n}`, context, {
      remove: () => change(() => children.splice(n, 1), Math.max(n - 1, 0)),
      duplicate: () => change(() => children.splice(n + 1, 0, copy(child)), n + 1),
      move: (step) => {
        const to = n + step;
        if (to >= 0 && to < children.length) change(() => children.splice(to, 0, ...children.splice(n, 1)), to);
      },
      wrap: () => change(() => become(child, { all: [copy(child)] }), n),
    }));
    const joint = key() === 'all' ? 'and' : 'or';
    show(whole,
      hasModes || children.length > 1 || key() === 'any' ? modes() : null,
      h('div', { class: 'group-rows' }, rows.map((row, n) => [n ? h('div', { class: 'joint', 'aria-hidden': 'true' }, joint) : null, row])),
      additions());
    if (focusOn !== null) firstField(rows[focusOn] ?? whole)?.focus();
  }

  function change(action, focusOn) {
    action();
    draw(focusOn);
    context.changed();
  }

  /** What a new condition is of is chosen first: the choices are there at once. */
  function begin(condition) {
    const conditions = node[key()];
    change(() => conditions.push(condition), conditions.length);
    const field = document.activeElement;
    if (field.role === 'combobox' && !field.value) field.click();
  }

  /** All or any. */
  function modes() {
    const name = uniqueID('mode');
    return h('fieldset', { class: 'modes' }, h('legend', { class: 'unseen' }, 'How the conditions are joined'),
      [['all', 'All of these hold'], ['any', 'Any of these holds']].map(([mode, title]) => h('label', {},
        h('input', {
          type: 'radio', name, checked: key() === mode,
          onchange: () => {
            // They stay under the focus, even where there is one condition and either mode means the same.
            hasModes = true;
            become(node, { [mode]: node[key()] });
            draw();
            context.changed();
            whole.querySelector('.modes input:checked')?.focus();
          },
        }), title)));
  }

  function additions() {
    const add = (kind) => begin(kind === 'group' ? { any: [fresh[context.allowed[0]]()] } : fresh[kind]());
    const [first, second, ...rest] = context.allowed;
    const direct = [first, second].filter((kind) => ['property', 'event', 'attribute'].includes(kind));
    const others = [...[second, ...rest].filter((kind) => kind && !direct.includes(kind)), 'group'];
    return h('div', { class: 'additions' },
      direct.map((kind) => h('button', { type: 'button', class: 'add', onclick: () => add(kind) }, icon(ADDITIONS[kind][1]), ADDITIONS[kind][0])),
      menu('More conditions', others.map((kind) => [ADDITIONS[kind][0], () => add(kind), { icon: ADDITIONS[kind][1] }]), {
        iconName: 'more', kind: 'quiet add', iconOnly: context.place === 'event',
      }));
  }

  draw();
  return whole;
}

/** The root of a filter as a group: a single condition is shown as the only one of a group. */
export function asGroup(filter) {
  return ['all', 'any'].includes(kindOf(filter)) ? filter : { all: [filter] };
}

/** The first field of a condition; of a group, that of its first condition. */
function firstField(row) {
  const fields = 'input, select, textarea, button';
  const condition = row.matches('.group-node') ? row.querySelector('.leaf-node') : null;
  return (condition ?? row).querySelector(fields);
}
