// A condition on the companies of a person, or on the people of a company.
import { h, show } from '../lib/dom.js';
import { asGroup, groupEditor } from './group.js';
import { countField } from './occurrence.js';

const WORDS = {
  company: [['any', 'one of their companies'], ['all', 'every company of theirs, at least one'], ['none', 'none of their companies']],
  contacts: [['any', 'one of its contacts'], ['all', 'every contact of it, at least one'], ['none', 'none of its contacts'],
    ['atLeast', 'at least … of its contacts'], ['atMost', 'at most … of its contacts'], ['exactly', 'exactly … of its contacts']],
};

export function relationEditor(node, pointer, context) {
  const key = 'company' in node ? 'company' : 'contacts';
  const whole = h('div', { class: 'relation' });
  const choiceOf = () => (node.count ? Object.keys(node.count)[0] : node.quantifier ?? 'any');

  function choose(next) {
    delete node.count;
    delete node.quantifier;
    if (['atLeast', 'atMost', 'exactly'].includes(next)) node.count = { [next]: 3 };
    else node.quantifier = next;
    draw();
    context.changed();
    whole.querySelector('select').focus();
  }

  function draw() {
    node[key] = asGroup(node[key]);
    show(whole,
      h('div', { class: 'condition' },
        h('select', { 'aria-label': 'How many of them', value: choiceOf(), onchange: (event) => choose(event.target.value) },
          WORDS[key].map(([value, title]) => h('option', { value }, title))),
        node.count ? countField(node.count, context, 'How many contacts', null) : null,
        h('span', { class: 'lead' }, 'with')),
      groupEditor(node[key], `${pointer}/${key}`, context.within(key)));
  }

  draw();
  return whole;
}
