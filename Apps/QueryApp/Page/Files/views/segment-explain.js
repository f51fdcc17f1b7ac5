// Why somebody is in a segment or is not, condition by condition, and when time alone changes that.
import { h, show } from '../lib/dom.js';
import { href } from '../lib/paths.js';
import { get, query } from '../lib/api.js';
import { count, dateTime, nameOf, timeAgo, value } from '../lib/format.js';
import { combobox } from '../components/combobox.js';

export async function explainPart(segment, first) {
  const kind = segment.contentType === 'company' ? 'companies' : 'contacts';
  const place = h('div', { class: 'explanation', 'aria-live': 'polite' });
  let found = [];
  let input = null;
  let turn = 0;

  async function look(text) {
    const mine = (turn += 1);
    if (found.some((profile) => profile.id === text)) {
      await explain(text);
      return;
    }
    if (text.trim().length < 2) return;
    const page = await get(`${kind}?${query({ search: text.trim(), limit: 10 })}`);
    if (mine !== turn) return;
    found = page.data;
    if (found.length === 1 && found[0].id === text.trim()) await explain(text.trim());
    else if (document.activeElement === input) input.click();
  }

  async function explain(id) {
    try {
      const [answer, profile] = await Promise.all([get(`segments/${segment.id}/members/${id}`), get(`${kind}/${id}`)]);
      show(place, drawn(answer, profile));
    } catch (error) {
      show(place, h('p', { class: 'mistake', role: 'alert' }, error.message));
    }
  }

  function drawn(answer, profile) {
    const kindOf = answer.contentType;
    return [
      h('p', { class: `verdict ${answer.isMember ? 'yes' : 'no'}` },
        h('a', { href: href(`/${kind}/${answer.id}`) }, nameOf(profile)), answer.isMember ? ' is in this segment.' : ' is not in this segment.'),
      h('p', {}, answer.changesAt ? `By time alone this changes on ${dateTime(answer.changesAt)}.`
        : answer.changesNotBefore ? `By time alone this does not change before ${dateTime(answer.changesNotBefore)}.` : 'Time alone never changes this.'),
      answer.exception ? h('p', {}, `${answer.exception === 'include' ? 'Included' : 'Excluded'} by hand: the conditions are not asked.`) : null,
      h('ul', { class: 'explain-tree' },
        h('li', {}, mark(kindOf.holds), `is a ${kindOf.type}`),
        answer.parent ? h('li', {}, mark(answer.parent.holds), 'is in the segment above', branch(answer.parent.filter)) : null,
        node(answer.filter)),
    ];
  }

  const box = combobox({
    label: 'Contact', free: true, placeholder: 'Name, email or id', onchange: look, value: '',
    options: () => found.map((profile) => ({ value: profile.id, label: `${nameOf(profile)} ${profile.properties.primaryEmail ?? ''}`.trim(), hint: profile.state ?? '' })),
  });
  input = box.querySelector('input');
  if (first) await explain(first);
  return h('section', { class: 'part' }, h('div', { class: 'part-head' }, h('h2', {}, 'Why is somebody in it, or not?')),
    h('div', { class: 'field' }, h('span', { class: 'label' }, kind === 'companies' ? 'Company' : 'Contact'), box), place);
}

const mark = (holds) => h('span', { class: holds ? 'holds' : 'fails' }, holds ? '✓' : '✗', h('span', { class: 'unseen' }, holds ? 'holds: ' : 'does not hold: '));

const CHILDREN = ['all', 'any', 'not'];
const JOINTS = { all: 'all of', any: 'any of', not: 'not' };

/** A condition with what was found there. */
function node(part) {
  const key = CHILDREN.find((name) => Array.isArray(part[name]));
  return h('li', {}, mark(part.holds), key ? h('span', { class: 'quiet' }, JOINTS[key]) : part.words, evidence(part),
    key ? h('ul', {}, part[key].map(node)) : null,
    part.segment?.filter ? h('ul', {}, node(part.segment.filter)) : null,
    [...(part.companies ?? []), ...(part.contacts ?? [])].map((one) => h('ul', {}, node(one.filter))));
}

const branch = (part) => (part ? h('ul', {}, node(part)) : null);

function evidence(part) {
  const told = [];
  if ('found' in part) told.push(`found: ${value(part.found)}`);
  if (part.missing) told.push(`nothing there (${part.missing})`);
  if (part.threshold && (part.threshold.from || part.threshold.to)) {
    told.push(['from', 'to'].filter((end) => part.threshold[end]).map((end) => `${end} ${dateTime(part.threshold[end])}`).join(' '));
  }
  if ('count' in part && part.events) told.push(`${count(part.count)} of these events`);
  if (part.aggregate !== undefined) told.push(`comes to ${value(part.aggregate)}`);
  if (part.examined !== undefined) told.push(`${count(part.matching)} of ${count(part.examined)}`);
  const events = (part.events ?? []).slice(0, 5).map((event) => h('li', { class: 'quiet' }, event.name, ' ', timeAgo(event.time), ' ',
    Object.entries(event.attributes ?? {}).slice(0, 4).map(([name, one]) => `${name}: ${value(one)}`).join(', ')));
  return [told.length ? h('span', { class: 'found' }, told.join(' · ')) : null, events.length ? h('ul', { class: 'events' }, events) : null];
}
